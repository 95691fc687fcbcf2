-- A reversal names each posting that it undoes, so that one payout of many can be undone; each posting once at most.

alter table ledger_posting add column reverses_id uuid;
alter table ledger_posting disable trigger user;
update ledger_posting p set reverses_id = o.id
from ledger_transaction t, ledger_posting o
where t.id = p.ledger_transaction_id and t.reverses_id = o.ledger_transaction_id and o.ordinal = p.ordinal;
alter table ledger_posting enable trigger user;
alter table ledger_posting add constraint uq_ledger_posting_reverses unique (reverses_id);
alter table ledger_posting add constraint fk_ledger_posting_reverses
    foreign key (reverses_id) references ledger_posting (id);

alter table ledger_transaction drop constraint uq_ledger_transaction_reverses;
create index ix_ledger_transaction_reverses on ledger_transaction (reverses_id) where reverses_id is not null;

create function ledger_posting_mirrors() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (
        select 1 from added p join ledger_transaction t on t.id = p.ledger_transaction_id
        left join ledger_posting o on o.id = p.reverses_id and o.ledger_transaction_id = t.reverses_id
        where (t.kind = 'REVERSAL') <> (p.reverses_id is not null)
            or p.reverses_id is not null and (o.debit_account_id, o.credit_account_id, o.amount_base_units, o.unit)
                is distinct from (p.credit_account_id, p.debit_account_id, p.amount_base_units, p.unit)) then
        raise exception 'a reversal mirrors postings of the transaction that it reverses'
            using errcode = 'check_violation', constraint = 'ck_ledger_posting_mirrors';
    end if;
    return null;
end
$$;
create trigger tr_ledger_posting_mirrors after insert on ledger_posting
    referencing new table as added for each statement execute function ledger_posting_mirrors();
