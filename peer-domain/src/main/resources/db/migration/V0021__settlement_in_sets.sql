-- An intent takes three steps on its way. As long as its state was part of an index, each of them wrote a new entry into
-- every index of the row. Now only the claim does: an intent has its place among the ready ones in a column of its own,
-- which the later steps leave as it is, and pages keep room for the next version of their rows. No other index gives that
-- order, so that no plan can begin with all that was ever settled.

drop index ix_settlement_intent_ready, ix_settlement_intent_unsettled, ix_settlement_intent_claimed,
    ix_settlement_intent_parked;
alter table settlement_intent add column ready_position bigint
    generated always as (case when state = 'RECORDED' and window_id is null then position end) stored;
alter table settlement_intent set (fillfactor = 50);
create index ix_settlement_intent_ready on settlement_intent (work, ready_position) where ready_position is not null;

-- What was claimed at once, so that what nobody holds any more is found again. Kept until the lease is over, whatever
-- became of the intents: whether each is still held says its own row.
create table settlement_claim (
    id bigint generated always as identity,
    lane text not null,
    fence bigint not null,
    claimed_until timestamptz not null,
    intent_ids uuid[] not null,
    constraint pk_settlement_claim primary key (lane, id),
    constraint fk_settlement_claim_lane foreign key (lane) references settlement_lane (name)
);
insert into settlement_claim (lane, fence, claimed_until, intent_ids)
select claim_lane, claim_fence, claim_until, array_agg(id) from settlement_intent where state = 'CLAIMED'
group by claim_lane, claim_fence, claim_until;
grant select, insert, delete on settlement_claim to "${appRole}";
-- The claim answers for its lane, once for all its intents.
alter table settlement_intent drop constraint fk_settlement_intent_claim_lane;

-- Nobody asks for a step by its number alone.
alter table settlement_history drop constraint pk_settlement_history;
drop index ix_settlement_history_subject;
alter table settlement_history add constraint pk_settlement_history primary key (subject_id, id);
