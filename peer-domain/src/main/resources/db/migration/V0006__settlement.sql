-- The outbox: what is owed on chain (intents), each signed transaction that tries to pay it (attempts), and every step
-- of both. The database itself refuses an illegal step, a second open attempt, and a settled intent without a
-- finalized attempt. Nothing here is ever deleted.

create table chain_identity (
    singleton boolean not null default true,
    genesis_hash text not null,
    mint_address text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint pk_chain_identity primary key (singleton),
    constraint ck_chain_identity_singleton check (singleton)
);

create table settlement_lane (
    name text not null,
    owner text,
    lease_until timestamptz,
    fence bigint not null default 0,
    paused_at timestamptz,
    pause_reason text,
    constraint pk_settlement_lane primary key (name),
    constraint ck_settlement_lane_lease check ((owner is null) = (lease_until is null)),
    constraint ck_settlement_lane_pause check ((paused_at is null) = (pause_reason is null))
);
insert into settlement_lane (name) values ('mint'), ('transfer');

create table settlement_step (
    subject text not null,
    from_state text not null,
    to_state text not null,
    constraint pk_settlement_step primary key (subject, from_state, to_state),
    constraint ck_settlement_step_subject check (subject in ('INTENT', 'ATTEMPT'))
);
insert into settlement_step (subject, from_state, to_state) values
    ('INTENT', 'RECORDED', 'CLAIMED'),
    ('INTENT', 'RECORDED', 'VOIDED'),
    ('INTENT', 'CLAIMED', 'RECORDED'),
    ('INTENT', 'CLAIMED', 'IN_ATTEMPT'),
    ('INTENT', 'CLAIMED', 'PARKED'),
    ('INTENT', 'IN_ATTEMPT', 'SETTLED'),
    ('INTENT', 'IN_ATTEMPT', 'RECORDED'),
    ('INTENT', 'IN_ATTEMPT', 'PARKED'),
    ('INTENT', 'PARKED', 'RECORDED'),
    ('INTENT', 'PARKED', 'VOIDED'),
    ('ATTEMPT', 'SIGNED', 'SUBMITTED'),
    ('ATTEMPT', 'SIGNED', 'UNKNOWN'),
    ('ATTEMPT', 'SIGNED', 'CONFIRMED'),
    ('ATTEMPT', 'SIGNED', 'FINALIZED'),
    ('ATTEMPT', 'SIGNED', 'REJECTED'),
    ('ATTEMPT', 'SIGNED', 'EXPIRED'),
    ('ATTEMPT', 'SUBMITTED', 'UNKNOWN'),
    ('ATTEMPT', 'SUBMITTED', 'CONFIRMED'),
    ('ATTEMPT', 'SUBMITTED', 'FINALIZED'),
    ('ATTEMPT', 'SUBMITTED', 'REJECTED'),
    ('ATTEMPT', 'SUBMITTED', 'EXPIRED'),
    ('ATTEMPT', 'UNKNOWN', 'SUBMITTED'),
    ('ATTEMPT', 'UNKNOWN', 'CONFIRMED'),
    ('ATTEMPT', 'UNKNOWN', 'FINALIZED'),
    ('ATTEMPT', 'UNKNOWN', 'REJECTED'),
    ('ATTEMPT', 'UNKNOWN', 'EXPIRED'),
    ('ATTEMPT', 'CONFIRMED', 'SUBMITTED'),
    ('ATTEMPT', 'CONFIRMED', 'FINALIZED');

create sequence settlement_position as bigint;

create table settlement_intent (
    id uuid not null,
    kind text not null,
    business_key text not null,
    batch_key text not null,
    ledger_transaction_id uuid not null,
    lane text not null,
    position bigint not null default nextval('settlement_position'),
    state text not null default 'RECORDED',
    attempts integer not null default 0,
    claim_fence bigint,
    claim_until timestamptz,
    not_before timestamptz not null default clock_timestamp(),
    last_problem text,
    created_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    constraint pk_settlement_intent primary key (id),
    constraint uq_settlement_intent_business_key unique (kind, business_key),
    constraint uq_settlement_intent_position unique (position),
    constraint fk_settlement_intent_transaction foreign key (ledger_transaction_id) references ledger_transaction (id),
    constraint fk_settlement_intent_lane foreign key (lane) references settlement_lane (name),
    constraint ck_settlement_intent_kind check (kind in ('MINT', 'TRANSFER', 'BURN', 'MIGRATION', 'WITHDRAWAL')),
    constraint ck_settlement_intent_state
        check (state in ('RECORDED', 'CLAIMED', 'IN_ATTEMPT', 'SETTLED', 'PARKED', 'VOIDED')),
    constraint ck_settlement_intent_claim
        check ((state = 'CLAIMED') = (claim_fence is not null) and (claim_fence is null) = (claim_until is null)),
    constraint ck_settlement_intent_settled check ((state = 'SETTLED') = (settled_at is not null)),
    constraint ck_settlement_intent_problem check (state <> 'PARKED' or last_problem is not null)
);
create index ix_settlement_intent_ready on settlement_intent (lane, position) where state = 'RECORDED';
create index ix_settlement_intent_unsettled on settlement_intent (state, position) where state <> 'SETTLED';
create index ix_settlement_intent_transaction on settlement_intent (ledger_transaction_id);

-- The effect on chain, frozen when the movement commits.
create table settlement_leg (
    intent_id uuid not null,
    ordinal integer not null,
    instruction text not null,
    from_wallet_id uuid,
    to_wallet_id uuid,
    amount_base_units bigint not null,
    ledger_posting_id uuid not null,
    constraint pk_settlement_leg primary key (intent_id, ordinal),
    constraint uq_settlement_leg_posting unique (ledger_posting_id),
    constraint fk_settlement_leg_intent foreign key (intent_id) references settlement_intent (id),
    constraint fk_settlement_leg_from foreign key (from_wallet_id) references wallet (id),
    constraint fk_settlement_leg_to foreign key (to_wallet_id) references wallet (id),
    constraint fk_settlement_leg_posting foreign key (ledger_posting_id) references ledger_posting (id),
    constraint ck_settlement_leg_amount check (amount_base_units > 0),
    constraint ck_settlement_leg_ends check (case instruction
        when 'MINT' then from_wallet_id is null and to_wallet_id is not null
        when 'BURN' then from_wallet_id is not null and to_wallet_id is null
        when 'TRANSFER' then from_wallet_id is not null and to_wallet_id is not null and from_wallet_id <> to_wallet_id
        else false end)
);
create index ix_settlement_leg_from on settlement_leg (from_wallet_id) where from_wallet_id is not null;
create index ix_settlement_leg_to on settlement_leg (to_wallet_id) where to_wallet_id is not null;

create table settlement_batch (
    batch_key text not null,
    last_number bigint not null,
    constraint pk_settlement_batch primary key (batch_key)
);

create table settlement_attempt (
    id uuid not null,
    lane text not null,
    fence bigint not null,
    state text not null default 'SIGNED',
    memo text not null,
    signature text not null,
    transaction_bytes bytea not null,
    blockhash text not null,
    last_valid_block_height bigint not null,
    signed_at_slot bigint not null,
    compute_unit_limit bigint not null,
    priority_fee_micro_lamports bigint not null,
    landed_slot bigint,
    problem text,
    absence_proof jsonb,
    created_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    constraint pk_settlement_attempt primary key (id),
    constraint uq_settlement_attempt_signature unique (signature),
    constraint uq_settlement_attempt_memo unique (memo),
    constraint fk_settlement_attempt_lane foreign key (lane) references settlement_lane (name),
    constraint ck_settlement_attempt_state
        check (state in ('SIGNED', 'SUBMITTED', 'CONFIRMED', 'FINALIZED', 'REJECTED', 'EXPIRED', 'UNKNOWN')),
    constraint ck_settlement_attempt_memo check (octet_length(memo) <= 40),
    constraint ck_settlement_attempt_heights check (last_valid_block_height > 0 and signed_at_slot >= 0),
    constraint ck_settlement_attempt_landed
        check (state not in ('CONFIRMED', 'FINALIZED', 'REJECTED') or landed_slot is not null),
    constraint ck_settlement_attempt_rejected check (state <> 'REJECTED' or problem is not null),
    constraint ck_settlement_attempt_expired check ((state = 'EXPIRED') = (absence_proof is not null)),
    constraint ck_settlement_attempt_closed
        check ((state in ('FINALIZED', 'REJECTED', 'EXPIRED')) = (closed_at is not null))
);
create index ix_settlement_attempt_live on settlement_attempt (created_at, id)
    where state in ('SIGNED', 'SUBMITTED', 'UNKNOWN', 'CONFIRMED');
create index ix_settlement_attempt_finalized on settlement_attempt (landed_slot) where state = 'FINALIZED';

-- "Open" is: neither rejected nor expired. One open attempt for each intent, so that nothing can be paid twice.
create table settlement_attempt_intent (
    attempt_id uuid not null,
    intent_id uuid not null,
    open boolean not null default true,
    constraint pk_settlement_attempt_intent primary key (attempt_id, intent_id),
    constraint fk_settlement_attempt_intent_attempt foreign key (attempt_id) references settlement_attempt (id),
    constraint fk_settlement_attempt_intent_intent foreign key (intent_id) references settlement_intent (id)
);
create unique index uq_settlement_attempt_intent_open on settlement_attempt_intent (intent_id) where open;

create table settlement_history (
    id bigint generated always as identity,
    subject text not null,
    subject_id uuid not null,
    from_state text,
    to_state text not null,
    note text,
    at timestamptz not null default clock_timestamp(),
    constraint pk_settlement_history primary key (id),
    constraint ck_settlement_history_subject check (subject in ('INTENT', 'ATTEMPT'))
);
create index ix_settlement_history_subject on settlement_history (subject_id, id);

create table conservation_check (
    id uuid not null,
    slot bigint not null,
    holds boolean not null,
    supply_base_units numeric(20) not null,
    expected_supply_base_units numeric(20) not null,
    wallets bigint not null,
    differences jsonb not null,
    checked_at timestamptz not null default clock_timestamp(),
    constraint pk_conservation_check primary key (id),
    constraint ck_conservation_check_holds check (not holds
        or supply_base_units = expected_supply_base_units and jsonb_array_length(differences) = 0)
);
create index ix_conservation_check_at on conservation_check (checked_at desc);

create function settlement_refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger tr_settlement_leg_immutable before update or delete or truncate on settlement_leg
    for each statement execute function settlement_refuse_change();
create trigger tr_settlement_history_immutable before update or delete or truncate on settlement_history
    for each statement execute function settlement_refuse_change();
create trigger tr_settlement_intent_kept before delete or truncate on settlement_intent
    for each statement execute function settlement_refuse_change();
create trigger tr_settlement_attempt_kept before delete or truncate on settlement_attempt
    for each statement execute function settlement_refuse_change();
create trigger tr_settlement_attempt_intent_kept before delete or truncate on settlement_attempt_intent
    for each statement execute function settlement_refuse_change();
create trigger tr_chain_identity_immutable before update or delete or truncate on chain_identity
    for each statement execute function settlement_refuse_change();

create function settlement_intent_guard() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'RECORDED' then
            raise exception 'an intent begins as RECORDED' using errcode = 'check_violation';
        end if;
        insert into settlement_history (subject, subject_id, to_state) values ('INTENT', new.id, new.state);
        return null;
    end if;
    if (new.id, new.kind, new.business_key, new.batch_key, new.ledger_transaction_id, new.lane, new.position)
        is distinct from (old.id, old.kind, old.business_key, old.batch_key, old.ledger_transaction_id, old.lane,
            old.position) then
        raise exception 'what intent % owes never changes', old.id using errcode = 'integrity_constraint_violation';
    end if;
    if new.state = old.state then
        return null;
    end if;
    if not exists (select 1 from settlement_step where subject = 'INTENT' and from_state = old.state
            and to_state = new.state) then
        raise exception 'intent % cannot become % from %', old.id, new.state, old.state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_step';
    end if;
    if new.state in ('RECORDED', 'PARKED', 'VOIDED')
        and exists (select 1 from settlement_attempt_intent where intent_id = new.id and open) then
        raise exception 'intent % has an open attempt and cannot become %', new.id, new.state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_open_attempt';
    end if;
    if new.state = 'IN_ATTEMPT'
        and not exists (select 1 from settlement_attempt_intent where intent_id = new.id and open) then
        raise exception 'intent % has no open attempt', new.id
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_in_attempt';
    end if;
    if new.state = 'SETTLED' and not exists (
            select 1 from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id
            where ai.intent_id = new.id and ai.open and a.state = 'FINALIZED') then
        raise exception 'intent % has no finalized attempt', new.id
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_finalized';
    end if;
    insert into settlement_history (subject, subject_id, from_state, to_state, note)
    values ('INTENT', new.id, old.state, new.state, new.last_problem);
    return null;
end
$$;
create trigger tr_settlement_intent_guard after insert or update on settlement_intent
    for each row execute function settlement_intent_guard();

create function settlement_attempt_guard() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'SIGNED' then
            raise exception 'an attempt begins as SIGNED' using errcode = 'check_violation';
        end if;
        insert into settlement_history (subject, subject_id, to_state) values ('ATTEMPT', new.id, new.state);
        return null;
    end if;
    if (new.id, new.signature, new.transaction_bytes, new.memo, new.last_valid_block_height, new.signed_at_slot)
        is distinct from (old.id, old.signature, old.transaction_bytes, old.memo, old.last_valid_block_height,
            old.signed_at_slot) then
        raise exception 'what attempt % signed never changes', old.id using errcode = 'integrity_constraint_violation';
    end if;
    if new.state = old.state then
        return null;
    end if;
    if not exists (select 1 from settlement_step where subject = 'ATTEMPT' and from_state = old.state
            and to_state = new.state) then
        raise exception 'attempt % cannot become % from %', old.id, new.state, old.state
            using errcode = 'check_violation', constraint = 'ck_settlement_attempt_step';
    end if;
    if new.state in ('REJECTED', 'EXPIRED') then
        update settlement_attempt_intent set open = false where attempt_id = new.id;
    end if;
    insert into settlement_history (subject, subject_id, from_state, to_state, note)
    values ('ATTEMPT', new.id, old.state, new.state, new.problem);
    return null;
end
$$;
create trigger tr_settlement_attempt_guard after insert or update on settlement_attempt
    for each row execute function settlement_attempt_guard();

grant select, insert on chain_identity, settlement_leg, settlement_attempt_intent, conservation_check to "${appRole}";
grant select, insert, update on settlement_batch to "${appRole}";
grant select on settlement_step, settlement_history to "${appRole}";
grant select, update on settlement_lane to "${appRole}";
grant select, insert on settlement_intent, settlement_attempt to "${appRole}";
grant update (state, attempts, claim_fence, claim_until, not_before, last_problem, settled_at)
    on settlement_intent to "${appRole}";
grant update (state, landed_slot, problem, absence_proof, closed_at)
    on settlement_attempt to "${appRole}";
grant usage on sequence settlement_position to "${appRole}";
