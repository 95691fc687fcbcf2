-- What a batch does together costs one row, not one for each of its hundreds of intents: the intents of a claim, and those
-- of an attempt, take their steps at once, so history says it once for the set. Ready intents stand in a queue of their
-- own, so that no step touches an index of the intents.

-- A claim is known by its own id, which its attempts and, while it holds them, its intents carry.
alter table settlement_claim drop constraint pk_settlement_claim;
alter table settlement_claim drop column id;
alter table settlement_claim add column id uuid not null default gen_random_uuid();
alter table settlement_claim add constraint pk_settlement_claim primary key (lane, id);
alter table settlement_attempt add column claim_id uuid;
alter table settlement_intent add column claim_id uuid;
alter table settlement_intent add constraint ck_settlement_intent_claim_id check (claim_id is null or state = 'CLAIMED');
grant update (claim_id) on settlement_intent to "${appRole}";

-- A work queue, not history: what a claim may take, with what it asks of it. Kept by the triggers of the intents; who claims
-- locks it here, so that no plan ever begins with all that was settled.
create table settlement_ready (
    work text not null,
    position bigint not null,
    intent_id uuid not null,
    kind text not null,
    batch_key text not null,
    not_before timestamptz not null,
    constraint pk_settlement_ready primary key (work, position)
);
insert into settlement_ready (work, position, intent_id, kind, batch_key, not_before)
select work, position, id, kind, batch_key, not_before from settlement_intent where state = 'RECORDED' and window_id is null;
drop index ix_settlement_intent_ready;
alter table settlement_intent drop column ready_position;
grant select, update (not_before) on settlement_ready to "${appRole}";

create function settlement_intent_postponed() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    update settlement_ready set not_before = new.not_before where work = new.work and position = new.position;
    return null;
end
$$;
create trigger tr_settlement_intent_postponed after update of not_before on settlement_intent for each row
    when (old.state = 'RECORDED' and new.state = 'RECORDED' and new.not_before is distinct from old.not_before)
    execute function settlement_intent_postponed();

-- Subject INTENTS is a set: the intents of the claim, or of the attempt, that is subject_id.
alter table settlement_history drop constraint ck_settlement_history_subject;
alter table settlement_history add constraint ck_settlement_history_subject
    check (subject in ('INTENT', 'INTENTS', 'ATTEMPT'));

-- Neither intents nor attempts are ever deleted or given another id, so it is enough to look for them once, for a whole
-- statement.
alter table settlement_attempt_intent drop constraint fk_settlement_attempt_intent_attempt;
alter table settlement_attempt_intent drop constraint fk_settlement_attempt_intent_intent;
create function settlement_attempt_intent_linked() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if (select count(*) from added) <> (select count(*) from added l
            join settlement_intent i on i.id = l.intent_id join settlement_attempt a on a.id = l.attempt_id) then
        raise exception 'an attempt carries intents that exist' using errcode = 'foreign_key_violation',
            constraint = 'fk_settlement_attempt_intent';
    end if;
    return null;
end
$$;
create trigger tr_settlement_attempt_intent_linked after insert on settlement_attempt_intent
    referencing new table as added for each statement execute function settlement_attempt_intent_linked();

-- Which attempts an intent ever had, without a second index entry for each of those that never fail.
create index ix_settlement_attempt_intent_closed on settlement_attempt_intent (intent_id) where not open;
create view settlement_intent_attempt as
    select intent_id, attempt_id, open from settlement_attempt_intent where open
    union all
    select intent_id, attempt_id, open from settlement_attempt_intent where not open;
grant select on settlement_intent_attempt to "${appRole}";

create or replace function settlement_intent_begun() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (select 1 from added where state <> 'RECORDED') then
        raise exception 'an intent begins as RECORDED' using errcode = 'check_violation';
    end if;
    perform 1 from settlement_net_window w where w.id in (select window_id from added) for share;
    if exists (select 1 from added a join settlement_net_window w on w.id = a.window_id where w.closed_at is not null) then
        raise exception 'a closed window takes no more movements'
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_window_open';
    end if;
    insert into settlement_history (subject, subject_id, to_state) select 'INTENT', id, state from added;
    insert into settlement_ready (work, position, intent_id, kind, batch_key, not_before)
    select work, position, id, kind, batch_key, not_before from added where window_id is null;
    return null;
end
$$;

-- The step of intents into an attempt, or with one that is final: one row of history for each attempt whose intents all take
-- it; gives back who is told of in none of them. At most one attempt of an intent is open.
create function settlement_attempts_stepped(step_from text, step_to text, ids uuid[], claims uuid[]) returns uuid[]
    language plpgsql security definer set search_path from current as
$$
declare
    carrying record;
    carried bigint := 0;
    wrong uuid;
    alone uuid[] := '{}';
begin
    for carrying in
        with carried as materialized (
            select ai.attempt_id, array_agg(t.id) as intent_ids, count(*) as intents,
                count(distinct t.claim_id) as claims, (array_agg(t.claim_id))[1] as claim_id
            from unnest(ids, claims) as t (id, claim_id)
            join settlement_attempt_intent ai on ai.intent_id = t.id and ai.open group by ai.attempt_id)
        select c.attempt_id, c.intent_ids, c.intents, a.state, a.claim_id is not null and c.intents = (
                select count(*) from settlement_attempt_intent o where o.attempt_id = c.attempt_id and o.open)
            and (step_from <> 'CLAIMED' or c.claims = 1 and c.claim_id = a.claim_id) as together
        from carried c join settlement_attempt a on a.id = c.attempt_id order by c.attempt_id
    loop
        carried := carried + carrying.intents;
        if step_to = 'SETTLED' and carrying.state <> 'FINALIZED' then
            wrong := carrying.intent_ids[1];
        elsif carrying.together then
            insert into settlement_history (subject, subject_id, from_state, to_state)
            values ('INTENTS', carrying.attempt_id, step_from, step_to);
        else
            alone := alone || carrying.intent_ids;
        end if;
    end loop;
    if wrong is null and carried <> cardinality(ids) then
        select id into wrong from unnest(ids) as id where not exists (
            select 1 from settlement_attempt_intent ai where ai.intent_id = id and ai.open) limit 1;
    end if;
    if wrong is not null and step_to = 'SETTLED' then
        raise exception 'intent % has no finalized attempt', wrong
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_finalized';
    elsif wrong is not null then
        raise exception 'intent % has no open attempt', wrong
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_in_attempt';
    end if;
    return alone;
end
$$;

-- Checks a step that some intents take in one statement, writes it down, and does what follows from it. The arrays are in
-- the order of the positions.
create function settlement_intents_step(of_work text, step_from text, step_to text, ids uuid[], positions bigint[],
    notes text[], claims uuid[], has_windows boolean) returns void
    language plpgsql security definer set search_path from current as
$$
declare
    wrong uuid;
    alone uuid[];
begin
    if not exists (select 1 from settlement_step s
            where s.subject = 'INTENT' and s.from_state = step_from and s.to_state = step_to) then
        wrong := ids[1];
    elsif has_windows or step_from = 'RECORDED' and step_to <> 'CLAIMED' then
        select n.id into wrong from settlement_intent n where n.id = any (ids) and (
            n.window_id is not null and not exists (
                select 1 from settlement_net_window w join settlement_intent net on net.id = w.net_intent_id
                where w.id = n.window_id and net.state = n.state and n.state in ('SETTLED', 'VOIDED'))
            or n.window_id is null and step_from = 'RECORDED' and n.state in ('SETTLED', 'VOIDED') and not (
                n.kind = 'NET' and n.state = 'SETTLED'
                and exists (select 1 from settlement_net_window w where w.net_intent_id = n.id)
                and not exists (select 1 from settlement_leg l where l.intent_id = n.id))
            or n.kind = 'NET' and n.state = 'CLAIMED'
                and not exists (select 1 from settlement_net_window w where w.net_intent_id = n.id))
        limit 1;
    end if;
    if wrong is not null then
        raise exception 'intent % cannot become % from %', wrong, step_to, step_from
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_step';
    end if;
    if step_to in ('RECORDED', 'PARKED', 'VOIDED') then
        select ai.intent_id into wrong from settlement_attempt_intent ai
        where ai.intent_id = any (ids) and ai.open limit 1;
        if found then
            raise exception 'intent % has an open attempt and cannot become %', wrong, step_to
                using errcode = 'check_violation', constraint = 'ck_settlement_intent_open_attempt';
        end if;
    end if;

    if step_from = 'RECORDED' then
        delete from settlement_ready where work = of_work and position = any (positions);
    elsif step_to = 'RECORDED' then
        insert into settlement_ready (work, position, intent_id, kind, batch_key, not_before)
        select work, position, id, kind, batch_key, not_before from settlement_intent where id = any (ids);
    end if;

    -- Who takes the step with all of a claim, or of an attempt, is told of with them; of the others each.
    if step_to = 'CLAIMED' then
        insert into settlement_history (subject, subject_id, from_state, to_state)
        select distinct 'INTENTS', claim, step_from, step_to from unnest(claims) as claim where claim is not null;
        select coalesce(array_agg(t.id), '{}') into alone from unnest(ids, claims) as t (id, claim) where t.claim is null;
    elsif step_to = 'IN_ATTEMPT' or step_to = 'SETTLED' and step_from = 'IN_ATTEMPT' then
        alone := settlement_attempts_stepped(step_from, step_to, ids, claims);
    else
        alone := ids;
    end if;
    if cardinality(alone) > 0 then
        if step_from = 'CLAIMED' then
            -- Nothing leads from such an intent to its claim any more.
            insert into settlement_history (subject, subject_id, from_state, to_state, at)
            select 'INTENT', t.id, h.from_state, h.to_state, h.at from unnest(ids, claims) as t (id, claim)
            join settlement_history h on h.subject_id = t.claim and h.subject = 'INTENTS' where t.id = any (alone);
        end if;
        insert into settlement_history (subject, subject_id, from_state, to_state, note)
        select 'INTENT', t.id, step_from, step_to, t.note from unnest(ids, notes) as t (id, note) where t.id = any (alone);
    end if;

    if step_to in ('SETTLED', 'VOIDED') then
        delete from settlement_open_leg where intent_id = any (ids);
        if has_windows then
            update settlement_intent m set state = net.state, settled_at = net.settled_at
            from settlement_intent net join settlement_net_window w on w.net_intent_id = net.id
            where net.id = any (ids) and net.kind = 'NET' and m.window_id = w.id;
        end if;
    end if;
end
$$;

create or replace function settlement_intent_stepped() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    old_rows record;
    new_rows record;
    step record;
begin
    -- Nearly always all take the same step; then nothing needs to be compared.
    select min(state) as least_state, max(state) as greatest_state, min(work) as least_work, max(work) as greatest_work,
        array_agg(claim_id order by position) as claims into old_rows from before;
    select min(state) as least_state, max(state) as greatest_state, array_agg(id order by position) as ids,
        array_agg(position order by position) as positions, array_agg(last_problem order by position) as notes,
        array_agg(claim_id order by position) as claims,
        bool_or(window_id is not null or kind = 'NET') as has_windows into new_rows from changed;
    if new_rows.ids is null then
        return null;
    end if;
    if old_rows.least_state = old_rows.greatest_state and new_rows.least_state = new_rows.greatest_state
        and old_rows.least_work = old_rows.greatest_work then
        if old_rows.least_state <> new_rows.least_state then
            perform settlement_intents_step(old_rows.least_work, old_rows.least_state, new_rows.least_state,
                new_rows.ids, new_rows.positions, new_rows.notes,
                case when new_rows.least_state = 'CLAIMED' then new_rows.claims else old_rows.claims end,
                new_rows.has_windows);
        end if;
        return null;
    end if;
    for step in
        select work, from_state, to_state, array_agg(id order by position) as ids,
            array_agg(position order by position) as positions, array_agg(last_problem order by position) as notes,
            array_agg(case when to_state = 'CLAIMED' then claim_after else claim_before end order by position) as claims,
            bool_or(has_window) as has_windows
        from (
            select id, work, min(position) as position, max(state) filter (where was) as from_state,
                max(state) filter (where not was) as to_state, max(last_problem) filter (where not was) as last_problem,
                (array_agg(claim_id) filter (where was))[1] as claim_before,
                (array_agg(claim_id) filter (where not was))[1] as claim_after,
                bool_or(window_id is not null or kind = 'NET') as has_window
            from (select id, work, position, state, last_problem, claim_id, window_id, kind, true as was from before
                union all
                select id, work, position, state, last_problem, claim_id, window_id, kind, false from changed) both_rows
            group by id, work) taken
        where from_state <> to_state group by work, from_state, to_state
    loop
        perform settlement_intents_step(step.work, step.from_state, step.to_state, step.ids, step.positions, step.notes,
            step.claims, step.has_windows);
    end loop;
    return null;
end
$$;
