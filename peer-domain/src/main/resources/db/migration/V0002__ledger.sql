-- The double-entry ledger. Postings are immutable; the database itself keeps the balances from them, so no code can make
-- the two differ. Only the debited account is locked: a credit is appended and folded into the balance later.

create table ledger_account (
    id uuid not null,
    unit text not null,
    system_code text,
    user_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_ledger_account primary key (id),
    constraint uq_ledger_account_id_unit unique (id, unit),
    constraint uq_ledger_account_system unique (system_code, unit),
    constraint uq_ledger_account_user unique (user_id, unit),
    constraint fk_ledger_account_user foreign key (user_id) references app_user (id),
    constraint ck_ledger_account_unit check (unit in ('PEER', 'LAMPORTS')),
    constraint ck_ledger_account_owner check ((system_code is null) <> (user_id is null)),
    constraint ck_ledger_account_system
        check (system_code in ('ISSUANCE', 'REWARD_POOL', 'TREASURY', 'BURN', 'EXTERNAL'))
);

create table ledger_balance (
    account_id uuid not null,
    folded_base_units bigint not null default 0,
    reserved_base_units bigint not null default 0,
    may_be_negative boolean not null,
    constraint pk_ledger_balance primary key (account_id),
    constraint fk_ledger_balance_account foreign key (account_id) references ledger_account (id),
    constraint ck_ledger_balance_reserved check (reserved_base_units >= 0),
    constraint ck_ledger_balance_covered check (may_be_negative or folded_base_units - reserved_base_units >= 0)
);

create table ledger_transaction (
    id uuid not null,
    kind text not null,
    idempotency_key text not null,
    input_hash text not null,
    recorded_at timestamptz not null,
    tokenomics_version integer not null,
    reward_day date,
    reverses_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_ledger_transaction primary key (id),
    constraint uq_ledger_transaction_idempotency unique (idempotency_key),
    constraint uq_ledger_transaction_reverses unique (reverses_id),
    constraint fk_ledger_transaction_tokenomics foreign key (tokenomics_version) references tokenomics (version),
    constraint fk_ledger_transaction_reverses foreign key (reverses_id) references ledger_transaction (id),
    constraint ck_ledger_transaction_kind check (kind in
        ('GENESIS', 'MINT', 'SPEND', 'TRANSFER', 'BURN', 'WITHDRAWAL', 'DEPOSIT', 'MIGRATION', 'REVERSAL')),
    constraint ck_ledger_transaction_reward_day check ((kind = 'MINT') = (reward_day is not null)),
    constraint ck_ledger_transaction_reverses check ((kind = 'REVERSAL') = (reverses_id is not null))
);
create unique index uq_ledger_transaction_genesis on ledger_transaction (kind) where kind = 'GENESIS';

-- One row moves one positive amount between two accounts of one unit: it sums to zero by construction.
create table ledger_posting (
    id uuid not null,
    ledger_transaction_id uuid not null,
    ordinal integer not null,
    role text not null,
    unit text not null,
    debit_account_id uuid not null,
    credit_account_id uuid not null,
    amount_base_units bigint not null,
    constraint pk_ledger_posting primary key (id),
    constraint uq_ledger_posting_ordinal unique (ledger_transaction_id, ordinal),
    constraint fk_ledger_posting_transaction foreign key (ledger_transaction_id) references ledger_transaction (id),
    constraint fk_ledger_posting_debit foreign key (debit_account_id, unit) references ledger_account (id, unit),
    constraint fk_ledger_posting_credit foreign key (credit_account_id, unit) references ledger_account (id, unit),
    constraint ck_ledger_posting_role check (role in ('PRINCIPAL', 'COMPANY_FEE', 'BURN_FEE', 'INVITER_FEE')),
    constraint ck_ledger_posting_accounts check (debit_account_id <> credit_account_id),
    constraint ck_ledger_posting_amount check (amount_base_units > 0)
);
create index ix_ledger_posting_debit on ledger_posting (debit_account_id, id);
create index ix_ledger_posting_credit on ledger_posting (credit_account_id, id);

-- Credits that are not in ledger_balance yet. A work queue, not history: the posting is the record.
create table ledger_pending_credit (
    posting_id uuid not null,
    account_id uuid not null,
    amount_base_units bigint not null,
    constraint pk_ledger_pending_credit primary key (posting_id),
    constraint fk_ledger_pending_credit_posting foreign key (posting_id) references ledger_posting (id),
    constraint ck_ledger_pending_credit_amount check (amount_base_units > 0)
);
create index ix_ledger_pending_credit_account on ledger_pending_credit (account_id);

-- What has been minted of each day's pool: the daily emission limit of the ledger.
create table ledger_emission (
    reward_day date not null,
    pool_base_units bigint not null,
    minted_base_units bigint not null,
    constraint pk_ledger_emission primary key (reward_day),
    constraint ck_ledger_emission_limit check (minted_base_units between 0 and pool_base_units)
);

-- Funds held for a movement that is posted only when it is final, and the one end of each hold.
create table ledger_reservation (
    id uuid not null,
    account_id uuid not null,
    amount_base_units bigint not null,
    idempotency_key text not null,
    input_hash text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_ledger_reservation primary key (id),
    constraint uq_ledger_reservation_idempotency unique (idempotency_key),
    constraint fk_ledger_reservation_account foreign key (account_id) references ledger_account (id),
    constraint ck_ledger_reservation_amount check (amount_base_units > 0)
);
create table ledger_reservation_end (
    reservation_id uuid not null,
    outcome text not null,
    ledger_transaction_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_ledger_reservation_end primary key (reservation_id),
    constraint fk_ledger_reservation_end_reservation foreign key (reservation_id) references ledger_reservation (id),
    constraint fk_ledger_reservation_end_transaction foreign key (ledger_transaction_id)
        references ledger_transaction (id) deferrable initially deferred,
    constraint ck_ledger_reservation_end_outcome check (outcome in ('POSTED', 'VOIDED')),
    constraint ck_ledger_reservation_end_transaction check ((outcome = 'POSTED') = (ledger_transaction_id is not null))
);

-- Locks one account and folds its pending credits.
create function ledger_fold(folded_account_id uuid) returns void
    language plpgsql security definer set search_path from current as
$$
declare
    folded numeric;
begin
    perform 1 from ledger_balance where account_id = folded_account_id for update;
    with gone as (
        delete from ledger_pending_credit where account_id = folded_account_id returning amount_base_units
    )
    select sum(amount_base_units) into folded from gone;
    if folded is not null then
        update ledger_balance set folded_base_units = folded_base_units + folded where account_id = folded_account_id;
    end if;
end
$$;

-- Locks accounts in the order of their ids, so that two transactions can never wait for each other.
create function ledger_lock(account_ids uuid[])
    returns table (account_id uuid, available_base_units bigint, reserved_base_units bigint, may_be_negative boolean)
    language plpgsql security definer set search_path from current as
$$
declare
    locked uuid;
begin
    for locked in select distinct unnest(account_ids) order by 1 loop
        perform ledger_fold(locked);
    end loop;
    return query
        select b.account_id, b.folded_base_units - b.reserved_base_units, b.reserved_base_units, b.may_be_negative
        from ledger_balance b where b.account_id = any (account_ids);
end
$$;

create function ledger_open_balance() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    insert into ledger_balance (account_id, may_be_negative)
    values (new.id, coalesce(new.system_code in ('ISSUANCE', 'EXTERNAL'), false));
    return null;
end
$$;
create trigger tr_ledger_account_balance after insert on ledger_account
    for each row execute function ledger_open_balance();

create function ledger_apply_postings() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    debit record;
    emission record;
begin
    if exists (
        select 1
        from inserted p
        join ledger_transaction t on t.id = p.ledger_transaction_id
        join ledger_account d on d.id = p.debit_account_id
        join ledger_account c on c.id = p.credit_account_id
        where t.kind <> 'REVERSAL'
          and ((d.system_code is not distinct from 'ISSUANCE') <> (t.kind = 'GENESIS')
            or (d.system_code is not distinct from 'REWARD_POOL') <> (t.kind = 'MINT')
            or t.kind = 'GENESIS' and c.system_code is distinct from 'REWARD_POOL'
            or t.kind = 'MINT' and c.user_id is null)
    ) then
        raise exception 'ck_ledger_posting_source: a posting draws on ISSUANCE or REWARD_POOL in the wrong kind of transaction'
            using errcode = 'check_violation', constraint = 'ck_ledger_posting_source';
    end if;

    for debit in
        select debit_account_id as account_id, sum(amount_base_units) as amount from inserted group by 1 order by 1
    loop
        perform ledger_fold(debit.account_id);
        update ledger_balance set folded_base_units = folded_base_units - debit.amount
        where account_id = debit.account_id;
    end loop;

    insert into ledger_pending_credit (posting_id, account_id, amount_base_units)
    select id, credit_account_id, amount_base_units from inserted;

    for emission in
        select t.reward_day, max(k.daily_pool_base_units) as pool, sum(p.amount_base_units) as minted
        from inserted p
        join ledger_transaction t on t.id = p.ledger_transaction_id
        join tokenomics k on k.version = t.tokenomics_version
        where t.kind = 'MINT'
        group by t.reward_day
    loop
        insert into ledger_emission as e (reward_day, pool_base_units, minted_base_units)
        values (emission.reward_day, emission.pool, emission.minted)
        on conflict (reward_day) do update set minted_base_units = e.minted_base_units + excluded.minted_base_units;
    end loop;
    return null;
end
$$;
create trigger tr_ledger_posting_apply after insert on ledger_posting
    referencing new table as inserted for each statement execute function ledger_apply_postings();

create function ledger_apply_reservation() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    perform ledger_fold(new.account_id);
    update ledger_balance set reserved_base_units = reserved_base_units + new.amount_base_units
    where account_id = new.account_id;
    return null;
end
$$;
create trigger tr_ledger_reservation_apply after insert on ledger_reservation
    for each row execute function ledger_apply_reservation();

create function ledger_end_reservation() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    update ledger_balance b set reserved_base_units = b.reserved_base_units - r.amount_base_units
    from ledger_reservation r
    where r.id = new.reservation_id and b.account_id = r.account_id;
    return null;
end
$$;
create trigger tr_ledger_reservation_end_apply after insert on ledger_reservation_end
    for each row execute function ledger_end_reservation();

-- History is never edited, not even by the owner of the schema.
create function ledger_refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception '% is append-only: post a reversal', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger tr_ledger_account_immutable before update or delete or truncate on ledger_account
    for each statement execute function ledger_refuse_change();
create trigger tr_ledger_transaction_immutable before update or delete or truncate on ledger_transaction
    for each statement execute function ledger_refuse_change();
create trigger tr_ledger_posting_immutable before update or delete or truncate on ledger_posting
    for each statement execute function ledger_refuse_change();
create trigger tr_ledger_reservation_immutable before update or delete or truncate on ledger_reservation
    for each statement execute function ledger_refuse_change();
create trigger tr_ledger_reservation_end_immutable before update or delete or truncate on ledger_reservation_end
    for each statement execute function ledger_refuse_change();

create view ledger_account_balance as
select a.id as account_id,
       a.unit,
       a.system_code,
       a.user_id,
       b.folded_base_units - b.reserved_base_units
           + coalesce((select sum(p.amount_base_units) from ledger_pending_credit p where p.account_id = a.id), 0)::bigint
           as available_base_units,
       b.reserved_base_units
from ledger_account a
join ledger_balance b on b.account_id = a.id;

insert into ledger_account (id, unit, system_code) values
    ('00000000-0000-7000-8000-000000000001', 'PEER', 'ISSUANCE'),
    ('00000000-0000-7000-8000-000000000002', 'PEER', 'REWARD_POOL'),
    ('00000000-0000-7000-8000-000000000003', 'PEER', 'TREASURY'),
    ('00000000-0000-7000-8000-000000000004', 'PEER', 'BURN'),
    ('00000000-0000-7000-8000-000000000005', 'PEER', 'EXTERNAL');

insert into ledger_transaction (id, kind, idempotency_key, input_hash, recorded_at, tokenomics_version)
select '00000000-0000-7000-8000-000000000101', 'GENESIS', 'genesis', 'genesis', valid_from, version
from tokenomics where version = 1;
insert into ledger_posting
    (id, ledger_transaction_id, ordinal, role, unit, debit_account_id, credit_account_id, amount_base_units)
select '00000000-0000-7000-8000-000000000102', '00000000-0000-7000-8000-000000000101', 0, 'PRINCIPAL', 'PEER',
       '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', total_cap_base_units
from tokenomics where version = 1;

grant select, insert on ledger_account, ledger_transaction, ledger_posting, ledger_reservation, ledger_reservation_end
    to "${appRole}";
grant select on ledger_balance, ledger_pending_credit, ledger_emission, ledger_account_balance to "${appRole}";
revoke execute on function ledger_fold(uuid), ledger_lock(uuid[]) from public;
grant execute on function ledger_fold(uuid), ledger_lock(uuid[]) to "${appRole}";
