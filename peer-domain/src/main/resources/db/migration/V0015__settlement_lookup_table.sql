-- Lookup tables on chain, through which payouts name the token accounts of those who are paid often: where each stands,
-- what shall be in it, and what is final there. The address is here before anything is sent, so no table is ever lost.

create table settlement_lookup_table (
    address text not null,
    authority text not null,
    recent_slot bigint not null,
    state text not null default 'CREATING',
    last_used_on date not null,
    step text,
    step_signature text,
    step_last_valid_block_height bigint,
    created_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    constraint pk_settlement_lookup_table primary key (address),
    constraint ck_settlement_lookup_table_state
        check (state in ('CREATING', 'WARMING', 'ACTIVE', 'DEACTIVATING', 'CLOSED')),
    constraint ck_settlement_lookup_table_slot check (recent_slot >= 0),
    constraint ck_settlement_lookup_table_step check (step in ('CREATE', 'EXTEND', 'DEACTIVATE', 'CLOSE')
        and step_signature is not null and step_last_valid_block_height is not null
        or step is null and step_signature is null and step_last_valid_block_height is null),
    constraint ck_settlement_lookup_table_closed check ((state = 'CLOSED') = (closed_at is not null)),
    constraint ck_settlement_lookup_table_no_step_left check (state <> 'CLOSED' or step is null)
);
create index ix_settlement_lookup_table_open on settlement_lookup_table (created_at) where state <> 'CLOSED';

-- What a table that is not given up holds, or shall hold: the mint once in each, and a recipient in one only. The place
-- is the index on chain, known once it is final there, and is never another one.
create table settlement_lookup_table_entry (
    table_address text not null,
    token_account text not null,
    wallet_id uuid,
    place integer,
    constraint pk_settlement_lookup_table_entry primary key (table_address, token_account),
    constraint uq_settlement_lookup_table_entry_wallet unique (wallet_id),
    constraint uq_settlement_lookup_table_entry_place unique (table_address, place),
    constraint fk_settlement_lookup_table_entry_table
        foreign key (table_address) references settlement_lookup_table (address),
    constraint fk_settlement_lookup_table_entry_wallet foreign key (wallet_id) references wallet (id),
    constraint ck_settlement_lookup_table_entry_place check (place between 0 and 255)
);
create index ix_settlement_lookup_table_entry_account on settlement_lookup_table_entry (token_account);

create function settlement_lookup_table_guard() returns trigger language plpgsql as
$$
begin
    if (new.address, new.authority, new.recent_slot) is distinct from (old.address, old.authority, old.recent_slot) then
        raise exception 'where table % stands never changes', old.address
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (('CREATING', 'WARMING'), ('CREATING', 'CLOSED'),
            ('WARMING', 'ACTIVE'), ('WARMING', 'DEACTIVATING'), ('ACTIVE', 'DEACTIVATING'), ('DEACTIVATING', 'CLOSED')) then
        raise exception 'lookup table % cannot become % from %', old.address, new.state, old.state
            using errcode = 'check_violation', constraint = 'ck_settlement_lookup_table_legal_step';
    end if;
    return new;
end
$$;
create trigger tr_settlement_lookup_table_guard before update on settlement_lookup_table
    for each row execute function settlement_lookup_table_guard();
create trigger tr_settlement_lookup_table_kept before delete or truncate on settlement_lookup_table
    for each statement execute function settlement_refuse_change();

create function settlement_lookup_table_entry_guard() returns trigger language plpgsql as
$$
begin
    if old.place is not null and new.place is distinct from old.place then
        raise exception 'the place of % in table % never changes', old.token_account, old.table_address
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger tr_settlement_lookup_table_entry_guard before update on settlement_lookup_table_entry
    for each row execute function settlement_lookup_table_entry_guard();

grant select, insert on settlement_lookup_table to "${appRole}";
grant update (state, last_used_on, step, step_signature, step_last_valid_block_height, closed_at)
    on settlement_lookup_table to "${appRole}";
grant select, insert, delete on settlement_lookup_table_entry to "${appRole}";
grant update (place) on settlement_lookup_table_entry to "${appRole}";
