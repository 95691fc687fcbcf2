-- Hundreds of intents take a step in one statement. Comparing the statement's old and new rows by a join made its plan
-- once, for few rows, and then compared each of a thousand with each; now they are put together in one pass, and what is
-- asked of other tables is asked by id.

create function settlement_intent_debt_changed() returns trigger language plpgsql as
$$
begin
    raise exception 'what intent % owes never changes', old.id using errcode = 'integrity_constraint_violation';
end
$$;
create trigger tr_settlement_intent_debt before update on settlement_intent for each row
    when ((new.id, new.kind, new.business_key, new.batch_key, new.ledger_transaction_id, new.work, new.position, new.window_id)
        is distinct from (old.id, old.kind, old.business_key, old.batch_key, old.ledger_transaction_id, old.work,
            old.position, old.window_id))
    execute function settlement_intent_debt_changed();

create or replace function settlement_intent_stepped() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    step record;
    wrong uuid;
begin
    for step in
        select from_state, to_state, array_agg(id order by position) as ids,
            array_agg(last_problem order by position) as notes,
            bool_or(is_member) as has_members, bool_or(is_net) as has_nets
        from (
            select id, min(position) as position, max(state) filter (where was) as from_state,
                max(state) filter (where not was) as to_state, max(last_problem) filter (where not was) as last_problem,
                bool_or(window_id is not null) as is_member, bool_or(kind = 'NET') as is_net
            from (select id, position, state, last_problem, window_id, kind, true as was from before
                union all select id, position, state, last_problem, window_id, kind, false from changed) both_rows
            group by id) taken
        where from_state <> to_state group by from_state, to_state
    loop
        wrong := null;
        if not exists (select 1 from settlement_step s
                where s.subject = 'INTENT' and s.from_state = step.from_state and s.to_state = step.to_state) then
            wrong := step.ids[1];
        elsif step.has_members or step.has_nets or step.from_state = 'RECORDED' and step.to_state <> 'CLAIMED' then
            select n.id into wrong from settlement_intent n where n.id = any (step.ids) and (
                n.window_id is not null and not exists (
                    select 1 from settlement_net_window w join settlement_intent net on net.id = w.net_intent_id
                    where w.id = n.window_id and net.state = n.state and n.state in ('SETTLED', 'VOIDED'))
                or n.window_id is null and step.from_state = 'RECORDED' and n.state in ('SETTLED', 'VOIDED') and not (
                    n.kind = 'NET' and n.state = 'SETTLED'
                    and exists (select 1 from settlement_net_window w where w.net_intent_id = n.id)
                    and not exists (select 1 from settlement_leg l where l.intent_id = n.id))
                or n.kind = 'NET' and n.state = 'CLAIMED'
                    and not exists (select 1 from settlement_net_window w where w.net_intent_id = n.id))
            limit 1;
        end if;
        if wrong is not null then
            raise exception 'intent % cannot become % from %', wrong, step.to_state, step.from_state
                using errcode = 'check_violation', constraint = 'ck_settlement_intent_step';
        end if;
        if step.to_state in ('RECORDED', 'PARKED', 'VOIDED') then
            select ai.intent_id into wrong from settlement_attempt_intent ai
            where ai.intent_id = any (step.ids) and ai.open limit 1;
            if found then
                raise exception 'intent % has an open attempt and cannot become %', wrong, step.to_state
                    using errcode = 'check_violation', constraint = 'ck_settlement_intent_open_attempt';
            end if;
        elsif step.to_state = 'IN_ATTEMPT' then
            -- At most one attempt of an intent is open.
            if (select count(*) from settlement_attempt_intent ai where ai.intent_id = any (step.ids) and ai.open)
                    <> cardinality(step.ids) then
                select id into wrong from unnest(step.ids) as id where not exists (
                    select 1 from settlement_attempt_intent ai where ai.intent_id = id and ai.open) limit 1;
                raise exception 'intent % has no open attempt', wrong
                    using errcode = 'check_violation', constraint = 'ck_settlement_intent_in_attempt';
            end if;
        elsif step.to_state = 'SETTLED' and step.from_state <> 'RECORDED' then
            if (select count(*) from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id
                    where ai.intent_id = any (step.ids) and ai.open and a.state = 'FINALIZED') <> cardinality(step.ids) then
                select id into wrong from unnest(step.ids) as id where not exists (
                    select 1 from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id
                    where ai.intent_id = id and ai.open and a.state = 'FINALIZED') limit 1;
                raise exception 'intent % has no finalized attempt', wrong
                    using errcode = 'check_violation', constraint = 'ck_settlement_intent_finalized';
            end if;
        end if;
        insert into settlement_history (subject, subject_id, from_state, to_state, note)
        select 'INTENT', taken.id, step.from_state, step.to_state, taken.note
        from unnest(step.ids, step.notes) as taken (id, note);
        if step.to_state in ('SETTLED', 'VOIDED') then
            delete from settlement_open_leg where intent_id = any (step.ids);
            if step.has_nets then
                update settlement_intent m set state = net.state, settled_at = net.settled_at
                from settlement_intent net join settlement_net_window w on w.net_intent_id = net.id
                where net.id = any (step.ids) and net.kind = 'NET' and m.window_id = w.id;
            end if;
        end if;
    end loop;
    return null;
end
$$;

-- By state, each step of a few intents read all that were in that state, and all that had been.
drop index ix_settlement_intent_unsettled;
create index ix_settlement_intent_unsettled on settlement_intent (position) where state <> 'SETTLED';
create index ix_settlement_intent_claimed on settlement_intent (claim_lane, claim_until) where state = 'CLAIMED';
create index ix_settlement_intent_parked on settlement_intent (position) where state = 'PARKED';

-- While one lane waits for a node's answer, another works.
insert into settlement_lane (name, work) values
    ('mint-3', 'mint'), ('mint-4', 'mint'), ('transfer-3', 'transfer'), ('transfer-4', 'transfer');
