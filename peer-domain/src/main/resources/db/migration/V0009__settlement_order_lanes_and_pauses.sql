-- Every kind of movement: the legs that are not final on chain yet (for the order within a wallet and for its funds),
-- several lanes for one kind of work, pauses by lane, kind and as a whole, and decisions that need two operators.

-- A work queue, not history: settlement_leg is the record.
create table settlement_open_leg (
    intent_id uuid not null,
    ordinal integer not null,
    position bigint not null,
    instruction text not null,
    from_wallet_id uuid,
    to_wallet_id uuid,
    amount_base_units bigint not null,
    constraint pk_settlement_open_leg primary key (intent_id, ordinal),
    constraint fk_settlement_open_leg_leg foreign key (intent_id, ordinal) references settlement_leg (intent_id, ordinal)
);
create index ix_settlement_open_leg_from on settlement_open_leg (from_wallet_id, position)
    where from_wallet_id is not null;
create index ix_settlement_open_leg_to on settlement_open_leg (to_wallet_id, position)
    where to_wallet_id is not null;

insert into settlement_open_leg
select l.intent_id, l.ordinal, i.position, l.instruction, l.from_wallet_id, l.to_wallet_id, l.amount_base_units
from settlement_leg l join settlement_intent i on i.id = l.intent_id
where i.state not in ('SETTLED', 'VOIDED');

create function settlement_leg_opened() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    insert into settlement_open_leg
    select l.intent_id, l.ordinal, i.position, l.instruction, l.from_wallet_id, l.to_wallet_id, l.amount_base_units
    from added l join settlement_intent i on i.id = l.intent_id;
    return null;
end
$$;
create trigger tr_settlement_leg_opened after insert on settlement_leg
    referencing new table as added for each statement execute function settlement_leg_opened();

drop trigger tr_settlement_intent_guard on settlement_intent;
drop function settlement_intent_guard();

-- Several lanes may do one kind of work, so a claim names its lane beside the fence.
alter table settlement_lane add column work text;
update settlement_lane set work = name;
alter table settlement_lane alter column work set not null;
insert into settlement_lane (name, work) values ('mint-2', 'mint'), ('transfer-2', 'transfer');

alter table settlement_lane add constraint ck_settlement_lane_work check (work in ('mint', 'transfer'));
alter table settlement_intent rename column lane to work;
alter table settlement_intent drop constraint fk_settlement_intent_lane;
alter table settlement_intent add constraint ck_settlement_intent_work check (work in ('mint', 'transfer'));
alter table settlement_intent add column claim_lane text;
update settlement_intent set claim_lane = work where state = 'CLAIMED';
alter table settlement_intent add constraint fk_settlement_intent_claim_lane
    foreign key (claim_lane) references settlement_lane (name);
alter table settlement_intent drop constraint ck_settlement_intent_claim;
alter table settlement_intent add constraint ck_settlement_intent_claim check ((state = 'CLAIMED') = (claim_fence is not null)
    and (claim_fence is null) = (claim_until is null) and (claim_fence is null) = (claim_lane is null));

-- The guard of intents sees a whole statement at once: a claim moves hundreds of them.
create function settlement_intent_begun() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (select 1 from added where state <> 'RECORDED') then
        raise exception 'an intent begins as RECORDED' using errcode = 'check_violation';
    end if;
    insert into settlement_history (subject, subject_id, to_state) select 'INTENT', id, state from added;
    return null;
end
$$;
create trigger tr_settlement_intent_begun after insert on settlement_intent
    referencing new table as added for each statement execute function settlement_intent_begun();

create function settlement_intent_stepped() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    wrong record;
begin
    select n.id into wrong from changed n left join before o on o.id = n.id
    where (n.id, n.kind, n.business_key, n.batch_key, n.ledger_transaction_id, n.work, n.position)
        is distinct from (o.id, o.kind, o.business_key, o.batch_key, o.ledger_transaction_id, o.work, o.position);
    if found then
        raise exception 'what intent % owes never changes', wrong.id using errcode = 'integrity_constraint_violation';
    end if;
    select n.id, o.state as from_state, n.state as to_state into wrong from changed n join before o on o.id = n.id
    where n.state <> o.state and not exists (select 1 from settlement_step s
        where s.subject = 'INTENT' and s.from_state = o.state and s.to_state = n.state);
    if found then
        raise exception 'intent % cannot become % from %', wrong.id, wrong.to_state, wrong.from_state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_step';
    end if;
    select n.id, n.state as to_state into wrong from changed n join before o on o.id = n.id
    where n.state <> o.state and n.state in ('RECORDED', 'PARKED', 'VOIDED')
        and exists (select 1 from settlement_attempt_intent ai where ai.intent_id = n.id and ai.open);
    if found then
        raise exception 'intent % has an open attempt and cannot become %', wrong.id, wrong.to_state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_open_attempt';
    end if;
    select n.id into wrong from changed n join before o on o.id = n.id
    where n.state <> o.state and n.state = 'IN_ATTEMPT'
        and not exists (select 1 from settlement_attempt_intent ai where ai.intent_id = n.id and ai.open);
    if found then
        raise exception 'intent % has no open attempt', wrong.id
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_in_attempt';
    end if;
    select n.id into wrong from changed n join before o on o.id = n.id
    where n.state <> o.state and n.state = 'SETTLED' and not exists (
        select 1 from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id
        where ai.intent_id = n.id and ai.open and a.state = 'FINALIZED');
    if found then
        raise exception 'intent % has no finalized attempt', wrong.id
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_finalized';
    end if;
    insert into settlement_history (subject, subject_id, from_state, to_state, note)
    select 'INTENT', n.id, o.state, n.state, n.last_problem
    from changed n join before o on o.id = n.id where n.state <> o.state order by n.position;
    delete from settlement_open_leg l using changed n where l.intent_id = n.id and n.state in ('SETTLED', 'VOIDED');
    return null;
end
$$;
create trigger tr_settlement_intent_stepped after update on settlement_intent
    referencing old table as before new table as changed
    for each statement execute function settlement_intent_stepped();

-- A pause has a scope: ALL, LANE:name or KIND:kind of intent.
create table settlement_pause (
    scope text not null,
    reason text not null,
    paused_by uuid,
    paused_at timestamptz not null default clock_timestamp(),
    constraint pk_settlement_pause primary key (scope),
    constraint fk_settlement_pause_user foreign key (paused_by) references app_user (id),
    constraint ck_settlement_pause_scope check (scope = 'ALL' or scope ~ '^LANE:[a-z0-9-]+$'
        or scope in ('KIND:MINT', 'KIND:TRANSFER', 'KIND:BURN', 'KIND:MIGRATION', 'KIND:WITHDRAWAL')),
    constraint ck_settlement_pause_reason check (length(reason) between 1 and 1000)
);
insert into settlement_pause (scope, reason, paused_at)
select 'LANE:' || name, pause_reason, paused_at from settlement_lane where paused_at is not null;
alter table settlement_lane drop constraint ck_settlement_lane_pause;
alter table settlement_lane drop column paused_at, drop column pause_reason;

-- What is to become of a parked intent: one operator asks, another approves.
create table settlement_decision (
    id uuid not null,
    intent_id uuid not null,
    action text not null,
    reason text not null,
    requested_by uuid not null,
    requested_at timestamptz not null default clock_timestamp(),
    approved_by uuid,
    approved_at timestamptz,
    executed_at timestamptz,
    constraint pk_settlement_decision primary key (id),
    constraint fk_settlement_decision_intent foreign key (intent_id) references settlement_intent (id),
    constraint fk_settlement_decision_requested_by foreign key (requested_by) references app_user (id),
    constraint fk_settlement_decision_approved_by foreign key (approved_by) references app_user (id),
    constraint ck_settlement_decision_action check (action in ('RETRY', 'VOID')),
    constraint ck_settlement_decision_reason check (length(reason) between 1 and 1000),
    constraint ck_settlement_decision_two_people check (approved_by <> requested_by),
    constraint ck_settlement_decision_approved check ((approved_by is null) = (approved_at is null)),
    constraint ck_settlement_decision_executed check (executed_at is null or approved_at is not null)
);
create unique index uq_settlement_decision_open on settlement_decision (intent_id) where executed_at is null;
create index ix_settlement_decision_intent on settlement_decision (intent_id, requested_at);

create function settlement_decision_needed() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if not exists (select 1 from settlement_decision where intent_id = new.id and approved_at is not null
            and executed_at is null and action = case new.state when 'VOIDED' then 'VOID' else 'RETRY' end) then
        raise exception 'parked intent % needs an approved decision to become %', new.id, new.state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_decision';
    end if;
    update settlement_decision set executed_at = clock_timestamp() where intent_id = new.id and executed_at is null;
    return null;
end
$$;
create trigger tr_settlement_intent_decision after update on settlement_intent
    for each row when (old.state = 'PARKED' and new.state <> 'PARKED') execute function settlement_decision_needed();

create function settlement_decision_guard() returns trigger language plpgsql as
$$
begin
    if (new.id, new.intent_id, new.action, new.reason, new.requested_by, new.requested_at)
        is distinct from (old.id, old.intent_id, old.action, old.reason, old.requested_by, old.requested_at)
        or old.approved_by is not null and new.approved_by is distinct from old.approved_by then
        raise exception 'decision % never changes', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger tr_settlement_decision_guard before update on settlement_decision
    for each row execute function settlement_decision_guard();
create trigger tr_settlement_decision_kept before delete or truncate on settlement_decision
    for each statement execute function settlement_refuse_change();

-- A parked intent that nobody paid may be taken from the books by reversing exactly its postings.
delete from settlement_step where subject = 'INTENT' and from_state = 'RECORDED' and to_state = 'VOIDED';

grant select on settlement_open_leg to "${appRole}";
grant select, insert, delete on settlement_pause to "${appRole}";
grant select, insert on settlement_decision to "${appRole}";
grant update (approved_by, approved_at) on settlement_decision to "${appRole}";
grant update (claim_lane) on settlement_intent to "${appRole}";
