-- Transfers between users with their messages, and the idempotency keys of all that users move themselves.

-- The first answer to an idempotency key, kept for ever. Inserted first, so that duplicates wait for each other here.
create table movement_request (
    actor_id uuid not null,
    idempotency_key text not null,
    input_hash text not null,
    ledger_transaction_id uuid not null,
    constraint pk_movement_request primary key (actor_id, idempotency_key),
    constraint uq_movement_request_transaction unique (ledger_transaction_id),
    constraint fk_movement_request_actor foreign key (actor_id) references app_user (id),
    constraint fk_movement_request_transaction foreign key (ledger_transaction_id) references ledger_transaction (id)
        deferrable initially deferred,
    constraint ck_movement_request_key check (length(idempotency_key) between 1 and 100)
);
create trigger tr_movement_request_immutable before update or delete or truncate on movement_request
    for each statement execute function refuse_change();

create table transfer (
    ledger_transaction_id uuid not null,
    sender_id uuid not null,
    recipient_id uuid not null,
    net_base_units bigint not null,
    message text,
    constraint pk_transfer primary key (ledger_transaction_id),
    constraint fk_transfer_transaction foreign key (ledger_transaction_id) references ledger_transaction (id),
    constraint fk_transfer_sender foreign key (sender_id) references app_user (id),
    constraint fk_transfer_recipient foreign key (recipient_id) references app_user (id),
    constraint ck_transfer_parties check (sender_id <> recipient_id),
    constraint ck_transfer_message check (length(message) between 1 and 8000 and message !~ '[[:cntrl:]]')
);
create trigger tr_transfer_immutable before update or delete or truncate on transfer
    for each statement execute function refuse_change();

-- What the service decided is checked again from the books: who may send and receive, the smallest amount, and each fee.
create function transfer_check() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    figures tokenomics;
    sender app_user;
    expected text;
    posted text;
begin
    select k.* into figures from ledger_transaction t join tokenomics k on k.version = t.tokenomics_version
    where t.id = new.ledger_transaction_id and t.kind = 'TRANSFER';
    if figures is null or new.net_base_units < figures.transfer_minimum_base_units then
        raise exception 'transfer % is none, or smaller than the smallest', new.ledger_transaction_id
            using errcode = 'check_violation', constraint = 'ck_transfer_minimum';
    end if;
    select * into sender from app_user where id = new.sender_id;
    if exists (select 1 from app_user where id in (new.sender_id, new.recipient_id)
            and (status <> 'ACTIVE' or verified_at is null)) then
        raise exception 'both parties of transfer % must be active and verified', new.ledger_transaction_id
            using errcode = 'check_violation', constraint = 'ck_transfer_active';
    end if;

    select string_agg(format('%s %s %s', f.role, f.account_id, f.amount), ',' order by f.role) into expected
    from (
        select 'PRINCIPAL' as role, r.id as account_id, new.net_base_units as amount
        from ledger_account r where r.user_id = new.recipient_id and r.unit = 'PEER'
        union all
        select 'COMPANY_FEE', a.id, div(new.net_base_units::numeric * figures.company_fee_basis_points, 10000)
        from ledger_account a where a.system_code = 'TREASURY' and a.unit = 'PEER'
        union all
        select 'BURN_FEE', a.id, div(new.net_base_units::numeric * figures.burn_fee_basis_points, 10000)
        from ledger_account a where a.system_code = 'BURN' and a.unit = 'PEER'
        union all
        select 'INVITER_FEE', a.id, div(new.net_base_units::numeric * figures.inviter_fee_basis_points, 10000)
        from ledger_account a where a.user_id = sender.inviter_id and a.unit = 'PEER'
    ) f where f.amount > 0;
    select string_agg(format('%s %s %s', p.role, p.credit_account_id, p.amount_base_units), ',' order by p.role)
    into posted
    from ledger_posting p join ledger_account d on d.id = p.debit_account_id and d.user_id = new.sender_id
    where p.ledger_transaction_id = new.ledger_transaction_id;
    if posted is distinct from expected
        or (select count(*) from ledger_posting where ledger_transaction_id = new.ledger_transaction_id)
            <> array_length(string_to_array(expected, ','), 1) then
        raise exception 'the postings of transfer % are not its net amount and its fees', new.ledger_transaction_id
            using errcode = 'check_violation', constraint = 'ck_transfer_fees';
    end if;
    return new;
end
$$;
create trigger tr_transfer_check before insert on transfer for each row execute function transfer_check();

grant select, insert on movement_request, transfer to "${appRole}";
