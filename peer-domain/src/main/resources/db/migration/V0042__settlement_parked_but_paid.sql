-- A copy of the database can have as parked what two operators retried later and the chain paid. The chain is the proof then:
-- a finalized attempt settles a parked intent without a decision. All else still needs one.

insert into settlement_step (subject, from_state, to_state) values ('INTENT', 'PARKED', 'SETTLED');

create or replace function settlement_decision_needed() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if new.state = 'SETTLED' then
        -- No decision leads here, so none is carried out: one that waits is refused when somebody approves it.
        if not exists (select 1 from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id
                where ai.intent_id = new.id and ai.open and a.state = 'FINALIZED') then
            raise exception 'parked intent % has no finalized attempt', new.id
                using errcode = 'check_violation', constraint = 'ck_settlement_intent_finalized';
        end if;
        return null;
    end if;
    if not exists (select 1 from settlement_decision where intent_id = new.id and approved_at is not null
            and executed_at is null and action = case new.state when 'VOIDED' then 'VOID' else 'RETRY' end) then
        raise exception 'parked intent % needs an approved decision to become %', new.id, new.state
            using errcode = 'check_violation', constraint = 'ck_settlement_intent_decision';
    end if;
    update settlement_decision set executed_at = clock_timestamp() where intent_id = new.id and executed_at is null;
    return null;
end
$$;
