-- What each claim looks at, found without reading what it does not need.

-- The accounts that a table holds for all its recipients, among the hundreds that it holds for one each.
create index ix_settlement_lookup_table_entry_shared on settlement_lookup_table_entry (table_address) where wallet_id is null;

-- A claim makes a few attempts of hundreds of intents: each attempt is looked for once, not once for each of its intents.
create or replace function settlement_attempt_intent_linked() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (select 1 from added l where not exists (select 1 from settlement_intent i where i.id = l.intent_id))
        or exists (select 1 from (select distinct attempt_id from added) l
            where not exists (select 1 from settlement_attempt a where a.id = l.attempt_id)) then
        raise exception 'an attempt carries intents that exist' using errcode = 'foreign_key_violation',
            constraint = 'fk_settlement_attempt_intent';
    end if;
    return null;
end
$$;
