-- Netting: small spending of one wallet is gathered in a window, and one intent of kind NET pays it all at once. A movement
-- is a member of one window at most, because the window is a column of its intent; the set is frozen when the window closes.

create table settlement_net_window (
    id uuid not null,
    wallet_id uuid not null,
    -- Which database it was opened in: none is continued in a copy that may lack its newest members.
    incarnation text not null,
    position bigint not null default nextval('settlement_position'),
    opened_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    net_intent_id uuid,
    constraint pk_settlement_net_window primary key (id),
    constraint uq_settlement_net_window_net_intent unique (net_intent_id),
    constraint fk_settlement_net_window_wallet foreign key (wallet_id) references wallet (id),
    constraint fk_settlement_net_window_net_intent foreign key (net_intent_id) references settlement_intent (id),
    constraint ck_settlement_net_window_closed check ((closed_at is null) = (net_intent_id is null))
);
create unique index uq_settlement_net_window_open on settlement_net_window (wallet_id) where closed_at is null;
create index ix_settlement_net_window_open on settlement_net_window (opened_at) where closed_at is null;
create trigger tr_settlement_net_window_kept before delete or truncate on settlement_net_window
    for each statement execute function settlement_refuse_change();

alter table settlement_intent add column window_id uuid;
alter table settlement_intent add constraint fk_settlement_intent_window
    foreign key (window_id) references settlement_net_window (id);
create index ix_settlement_intent_window on settlement_intent (window_id) where window_id is not null;
drop index ix_settlement_intent_ready;
create index ix_settlement_intent_ready on settlement_intent (work, position)
    where state = 'RECORDED' and window_id is null;

-- A NET stands for the movements of its window, so it has no ledger transaction and its legs have no postings.
alter table settlement_intent alter column ledger_transaction_id drop not null;
alter table settlement_intent drop constraint ck_settlement_intent_kind;
alter table settlement_intent add constraint ck_settlement_intent_kind
    check (kind in ('MINT', 'TRANSFER', 'BURN', 'MIGRATION', 'WITHDRAWAL', 'NET'));
alter table settlement_intent add constraint ck_settlement_intent_net check (
    (kind = 'NET') = (ledger_transaction_id is null) and (window_id is null or kind in ('TRANSFER', 'BURN')));
alter table settlement_leg alter column ledger_posting_id drop not null;
alter table settlement_pause drop constraint ck_settlement_pause_scope;
alter table settlement_pause add constraint ck_settlement_pause_scope check (scope in ('ALL', 'RECOVERY')
    or scope ~ '^LANE:[a-z0-9-]+$'
    or scope in ('KIND:MINT', 'KIND:TRANSFER', 'KIND:BURN', 'KIND:MIGRATION', 'KIND:WITHDRAWAL', 'KIND:NET'));

-- What a member owes counts, but it has no place in its wallet's order until the NET has one.
alter table settlement_open_leg alter column position drop not null;

create or replace function settlement_leg_opened() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if exists (select 1 from added l join settlement_intent i on i.id = l.intent_id
            where (l.ledger_posting_id is null) <> (i.kind = 'NET')) then
        raise exception 'a leg has its posting, unless it is one of a NET'
            using errcode = 'check_violation', constraint = 'ck_settlement_leg_posting';
    end if;
    insert into settlement_open_leg
    select l.intent_id, l.ordinal, case when i.window_id is null then i.position end, l.instruction, l.from_wallet_id,
        l.to_wallet_id, l.amount_base_units
    from added l join settlement_intent i on i.id = l.intent_id;
    return null;
end
$$;

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
    return null;
end
$$;

-- Closing freezes the set: what the NET owes is what its members owe, and from now on it owes it alone.
create function settlement_net_window_closed() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    if old.closed_at is not null
        or (new.id, new.wallet_id, new.incarnation, new.position, new.opened_at)
            is distinct from (old.id, old.wallet_id, old.incarnation, old.position, old.opened_at) then
        raise exception 'window % never changes but to be closed', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    if not exists (select 1 from settlement_intent i where i.id = new.net_intent_id and i.kind = 'NET'
            and i.state = 'RECORDED' and i.business_key = cast(new.id as text)) then
        raise exception 'window % needs a NET of its own', new.id
            using errcode = 'check_violation', constraint = 'ck_settlement_net_window_net';
    end if;
    if exists (
        with owed as (
            select o.from_wallet_id, o.to_wallet_id, o.amount_base_units as amount
            from settlement_intent i join settlement_open_leg o on o.intent_id = i.id where i.window_id = new.id
            union all
            select o.from_wallet_id, o.to_wallet_id, -o.amount_base_units
            from settlement_open_leg o where o.intent_id = new.net_intent_id)
        -- A burn is a movement to nobody.
        select 1 from (
            select from_wallet_id as wallet_id, -amount as amount from owed
            union all select to_wallet_id, amount from owed) effect
        group by wallet_id having sum(amount) <> 0) then
        raise exception 'the NET of window % does not owe what its members owe', new.id
            using errcode = 'check_violation', constraint = 'ck_settlement_net_window_sums';
    end if;
    delete from settlement_open_leg o using settlement_intent i where i.window_id = new.id and o.intent_id = i.id;
    return null;
end
$$;
create trigger tr_settlement_net_window_closed after update on settlement_net_window
    for each row execute function settlement_net_window_closed();

-- Members are never claimed: they become SETTLED or VOIDED with their NET. A NET of nothing is SETTLED at once.
insert into settlement_step (subject, from_state, to_state) values
    ('INTENT', 'RECORDED', 'SETTLED'),
    ('INTENT', 'RECORDED', 'VOIDED');

create or replace function settlement_intent_stepped() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    wrong record;
begin
    select n.id into wrong from changed n left join before o on o.id = n.id
    where (n.id, n.kind, n.business_key, n.batch_key, n.ledger_transaction_id, n.work, n.position, n.window_id)
        is distinct from (o.id, o.kind, o.business_key, o.batch_key, o.ledger_transaction_id, o.work, o.position,
            o.window_id);
    if found then
        raise exception 'what intent % owes never changes', wrong.id using errcode = 'integrity_constraint_violation';
    end if;
    select n.id, o.state as from_state, n.state as to_state into wrong from changed n join before o on o.id = n.id
    where n.state <> o.state and (
        not exists (select 1 from settlement_step s
            where s.subject = 'INTENT' and s.from_state = o.state and s.to_state = n.state)
        or n.window_id is not null and not exists (
            select 1 from settlement_net_window w join settlement_intent net on net.id = w.net_intent_id
            where w.id = n.window_id and net.state = n.state and n.state in ('SETTLED', 'VOIDED'))
        or n.window_id is null and o.state = 'RECORDED' and n.state in ('SETTLED', 'VOIDED') and not (
            n.kind = 'NET' and n.state = 'SETTLED'
            and exists (select 1 from settlement_net_window w where w.net_intent_id = n.id)
            and not exists (select 1 from settlement_leg l where l.intent_id = n.id))
        or n.kind = 'NET' and n.state = 'CLAIMED'
            and not exists (select 1 from settlement_net_window w where w.net_intent_id = n.id));
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
    where o.state <> 'RECORDED' and n.state <> o.state and n.state = 'SETTLED' and not exists (
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
    if exists (select 1 from changed n join before o on o.id = n.id
            where n.kind = 'NET' and n.state <> o.state and n.state in ('SETTLED', 'VOIDED')) then
        update settlement_intent m set state = n.state, settled_at = n.settled_at
        from changed n join before o on o.id = n.id join settlement_net_window w on w.net_intent_id = n.id
        where m.window_id = w.id and n.kind = 'NET' and n.state <> o.state and n.state in ('SETTLED', 'VOIDED');
    end if;
    return null;
end
$$;

grant select, insert on settlement_net_window to "${appRole}";
grant update (closed_at, net_intent_id) on settlement_net_window to "${appRole}";
