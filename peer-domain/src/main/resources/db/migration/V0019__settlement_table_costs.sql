-- What the transactions of lookup tables cost is booked as what attempts cost. And a cost that no node can tell is asked for
-- ever more rarely, so that it does not hold up those behind it.

-- Every transaction that was signed for a table; each is booked once, or proved absent.
create table settlement_lookup_table_step (
    id uuid not null,
    table_address text not null,
    step text not null,
    signature text not null,
    last_valid_block_height bigint not null,
    signed_at_slot bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    fee_lamports bigint,
    rent_lamports bigint,
    booked_at timestamptz,
    absent_at timestamptz,
    constraint pk_settlement_lookup_table_step primary key (id),
    constraint uq_settlement_lookup_table_step_signature unique (signature),
    constraint fk_settlement_lookup_table_step_table
        foreign key (table_address) references settlement_lookup_table (address),
    constraint ck_settlement_lookup_table_step_step check (step in ('CREATE', 'EXTEND', 'DEACTIVATE', 'CLOSE')),
    constraint ck_settlement_lookup_table_step_booked check ((booked_at is null) = (fee_lamports is null)
        and (booked_at is null) = (rent_lamports is null) and fee_lamports >= 0),
    constraint ck_settlement_lookup_table_step_absent check (booked_at is null or absent_at is null)
);
create index ix_settlement_lookup_table_step_undecided on settlement_lookup_table_step (table_address, id)
    where booked_at is null and absent_at is null;
create index ix_settlement_lookup_table_step_booked on settlement_lookup_table_step (booked_at)
    where booked_at is not null;

create function settlement_lookup_table_step_guard() returns trigger language plpgsql as
$$
begin
    if (new.id, new.table_address, new.step, new.signature, new.last_valid_block_height, new.signed_at_slot)
            is distinct from (old.id, old.table_address, old.step, old.signature, old.last_valid_block_height,
                old.signed_at_slot)
        or old.booked_at is not null or old.absent_at is not null then
        raise exception 'step % of a lookup table never changes', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger tr_settlement_lookup_table_step_guard before update on settlement_lookup_table_step
    for each row execute function settlement_lookup_table_step_guard();
create trigger tr_settlement_lookup_table_step_kept before delete or truncate on settlement_lookup_table_step
    for each statement execute function settlement_refuse_change();

-- What is under way in a database that is older than this table; its slot is not known, that of its table is.
insert into settlement_lookup_table_step
    (id, table_address, step, signature, last_valid_block_height, signed_at_slot)
select gen_random_uuid(), address, step, step_signature, step_last_valid_block_height, recent_slot
from settlement_lookup_table where step is not null;

-- A work queue, not history: transactions that no node had when it was asked for their cost.
create table settlement_cost_wait (
    signature text not null,
    misses integer not null default 1,
    ask_after timestamptz not null,
    constraint pk_settlement_cost_wait primary key (signature),
    constraint ck_settlement_cost_wait_misses check (misses > 0)
);

grant select, insert on settlement_lookup_table_step to "${appRole}";
grant update (fee_lamports, rent_lamports, booked_at, absent_at) on settlement_lookup_table_step to "${appRole}";
grant select, insert, update, delete on settlement_cost_wait to "${appRole}";
