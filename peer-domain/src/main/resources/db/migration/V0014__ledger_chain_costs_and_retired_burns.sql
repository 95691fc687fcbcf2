-- What follows on the books once the chain is final: fees and rent in lamports, and burns that leave the books for good.

alter table ledger_transaction drop constraint ck_ledger_transaction_kind;
alter table ledger_transaction add constraint ck_ledger_transaction_kind check (kind in
    ('GENESIS', 'MINT', 'SPEND', 'TRANSFER', 'BURN', 'WITHDRAWAL', 'DEPOSIT', 'MIGRATION', 'REVERSAL',
     'RETIREMENT', 'CHAIN_COST'));
alter table ledger_account drop constraint ck_ledger_account_system;
alter table ledger_account add constraint ck_ledger_account_system check (system_code in
    ('ISSUANCE', 'REWARD_POOL', 'TREASURY', 'BURN', 'EXTERNAL', 'CHAIN_FEES', 'ACCOUNT_RENT'));

insert into ledger_account (id, unit, system_code) values
    ('00000000-0000-7000-8000-000000000006', 'LAMPORTS', 'EXTERNAL'),
    ('00000000-0000-7000-8000-000000000007', 'LAMPORTS', 'CHAIN_FEES'),
    ('00000000-0000-7000-8000-000000000008', 'LAMPORTS', 'ACCOUNT_RENT');

create function ledger_posting_kinds() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (
        select 1 from added p join ledger_transaction t on t.id = p.ledger_transaction_id
        join ledger_account d on d.id = p.debit_account_id
        join ledger_account c on c.id = p.credit_account_id
        where (p.unit = 'LAMPORTS') <> (t.kind = 'CHAIN_COST')
            or t.kind <> 'REVERSAL' and (d.system_code is not distinct from 'BURN') <> (t.kind = 'RETIREMENT')
            or (c.system_code is not distinct from 'ISSUANCE') <> (t.kind = 'RETIREMENT')) then
        raise exception 'lamports move in chain costs only, and BURN goes to ISSUANCE in retirements only'
            using errcode = 'check_violation', constraint = 'ck_ledger_posting_kinds';
    end if;
    return null;
end
$$;
create trigger tr_ledger_posting_kinds after insert on ledger_posting
    referencing new table as added for each statement execute function ledger_posting_kinds();

-- What a landed attempt cost, read from the chain; booked in the same transaction as its ledger transactions.
alter table settlement_attempt add column fee_lamports bigint;
alter table settlement_attempt add column rent_lamports bigint;
alter table settlement_attempt add column booked_at timestamptz;
alter table settlement_attempt add constraint ck_settlement_attempt_booked check (
    (booked_at is null) = (fee_lamports is null) and (booked_at is null) = (rent_lamports is null)
    and (booked_at is null or state in ('FINALIZED', 'REJECTED')) and fee_lamports >= 0);
create index ix_settlement_attempt_unbooked on settlement_attempt (id)
    where booked_at is null and state in ('FINALIZED', 'REJECTED');
create index ix_settlement_attempt_booked on settlement_attempt (booked_at) where booked_at is not null;

grant update (fee_lamports, rent_lamports, booked_at) on settlement_attempt to "${appRole}";
