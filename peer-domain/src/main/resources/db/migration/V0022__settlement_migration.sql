-- Migration: who becomes ON_CHAIN with a balance in RESERVE has it moved to the own wallet by an intent of kind MIGRATION.
-- RESERVE is no ledger account, so on the books nothing moves: the intent has no ledger transaction and its leg no posting.

create index ix_wallet_migrating on wallet (id) where chain_state = 'MIGRATING';

alter table settlement_intent drop constraint ck_settlement_intent_net;
alter table settlement_intent add constraint ck_settlement_intent_net check (
    (kind in ('NET', 'MIGRATION')) = (ledger_transaction_id is null)
    and (window_id is null or kind in ('TRANSFER', 'BURN')));

create or replace function settlement_leg_opened() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (select 1 from added l join settlement_intent i on i.id = l.intent_id
            where (l.ledger_posting_id is null) <> (i.kind in ('NET', 'MIGRATION'))) then
        raise exception 'a leg has its posting, unless it is one of a NET or of a MIGRATION'
            using errcode = 'check_violation', constraint = 'ck_settlement_leg_posting';
    end if;
    insert into settlement_open_leg
    select l.intent_id, l.ordinal, case when i.window_id is null then i.position end, l.instruction, l.from_wallet_id,
        l.to_wallet_id, l.amount_base_units
    from added l join settlement_intent i on i.id = l.intent_id;
    return null;
end
$$;
