-- From gems to tokens: gem events, reward days and each user's share of them.

create table reward_day (
    day date not null,
    state text not null default 'OPEN',
    tokenomics_version integer,
    outcome text,
    pool_base_units bigint,
    minted_base_units bigint,
    gems_hundredths bigint,
    paid_users integer,
    left_out_users integer,
    closed_at timestamptz,
    allocated_at timestamptz,
    completed_at timestamptz,
    constraint pk_reward_day primary key (day),
    constraint fk_reward_day_tokenomics foreign key (tokenomics_version) references tokenomics (version),
    constraint ck_reward_day_state check (state in ('OPEN', 'CLOSED', 'ALLOCATED', 'COMPLETED')),
    constraint ck_reward_day_outcome check (case outcome
        when 'MINTED' then minted_base_units = pool_base_units and pool_base_units > 0 and gems_hundredths > 0
            and paid_users > 0
        when 'NO_GEMS' then minted_base_units = 0 and gems_hundredths = 0 and paid_users = 0
        when 'CAP_REACHED' then minted_base_units = 0 and pool_base_units = 0 and gems_hundredths > 0
            and paid_users = 0 end),
    constraint ck_reward_day_closed check ((state <> 'OPEN') = (closed_at is not null)
        and (closed_at is null) = (tokenomics_version is null)),
    constraint ck_reward_day_allocated check (
        num_nonnulls(outcome, pool_base_units, minted_base_units, gems_hundredths, paid_users, left_out_users,
            allocated_at) = case when state in ('ALLOCATED', 'COMPLETED') then 7 else 0 end),
    constraint ck_reward_day_completed check ((state = 'COMPLETED') = (completed_at is not null))
);

create table gem_event (
    id uuid not null,
    action_id uuid not null,
    kind text not null,
    actor_id uuid not null,
    post_id uuid not null,
    owner_id uuid not null,
    gems_hundredths bigint not null,
    recorded_at timestamptz not null,
    action_day date not null,
    reward_day date not null,
    tokenomics_version integer not null,
    constraint pk_gem_event primary key (id),
    constraint uq_gem_event_action unique (action_id),
    constraint fk_gem_event_action foreign key (action_id) references content_action (id),
    constraint fk_gem_event_actor foreign key (actor_id) references app_user (id),
    constraint fk_gem_event_post foreign key (post_id, owner_id) references post (id, author_id),
    constraint fk_gem_event_reward_day foreign key (reward_day) references reward_day (day),
    constraint fk_gem_event_tokenomics foreign key (tokenomics_version) references tokenomics (version),
    constraint ck_gem_event_kind check (kind in ('LIKE', 'DISLIKE', 'COMMENT', 'VIEW')),
    constraint ck_gem_event_own check (actor_id <> owner_id),
    constraint ck_gem_event_action_day check (action_day = (recorded_at at time zone 'UTC')::date),
    constraint ck_gem_event_reward_day check (reward_day >= action_day)
);
create index ix_gem_event_day_owner on gem_event (reward_day, owner_id, id);

create table reward_share (
    day date not null,
    user_id uuid not null,
    left_out_reason text,
    gems_hundredths bigint,
    amount_base_units bigint,
    ledger_transaction_id uuid,
    constraint pk_reward_share primary key (day, user_id),
    constraint fk_reward_share_day foreign key (day) references reward_day (day),
    constraint fk_reward_share_user foreign key (user_id) references app_user (id),
    constraint fk_reward_share_ledger_transaction foreign key (ledger_transaction_id) references ledger_transaction (id),
    constraint ck_reward_share_left_out check (left_out_reason in ('NOT_ACTIVE', 'NOT_VERIFIED', 'NO_POSITIVE_GEMS')),
    constraint ck_reward_share_gems check (left_out_reason is not null or gems_hundredths is null
        or gems_hundredths > 0),
    constraint ck_reward_share_amount check (amount_base_units >= 0
        and (amount_base_units is null or left_out_reason is null and gems_hundredths is not null)),
    constraint ck_reward_share_posted check (ledger_transaction_id is null
        or (amount_base_units is not null and amount_base_units > 0))
);
create index ix_reward_share_user on reward_share (user_id, day);
create index ix_reward_share_unpaid on reward_share (day, user_id)
    where amount_base_units > 0 and ledger_transaction_id is null;
create index ix_reward_share_ledger_transaction on reward_share (ledger_transaction_id);

-- The last guard of "never nowhere": the day stays open until this transaction has ended.
create function gem_event_require_open_day() returns trigger language plpgsql as
$$
begin
    perform 1 from reward_day where day = new.reward_day and state = 'OPEN' for share;
    if not found then
        raise exception 'reward day % is not open', new.reward_day
            using errcode = 'check_violation', constraint = 'ck_gem_event_open_day';
    end if;
    return new;
end
$$;
create trigger tr_gem_event_open_day before insert on gem_event
    for each row execute function gem_event_require_open_day();
create trigger tr_gem_event_immutable before update or delete or truncate on gem_event
    for each statement execute function refuse_change();

-- A day moves forward one state at a time, and only when what it says about itself is true.
create function reward_day_check_step() returns trigger language plpgsql as
$$
declare
    counted numeric;
    totals record;
begin
    if tg_op = 'INSERT' then
        if new.state <> 'OPEN' then
            raise exception 'reward day % must begin OPEN', new.day
                using errcode = 'check_violation', constraint = 'ck_reward_day_step';
        end if;
        return new;
    end if;
    if (old.state, new.state) not in (('OPEN', 'CLOSED'), ('CLOSED', 'ALLOCATED'), ('ALLOCATED', 'COMPLETED'))
        or new.day <> old.day then
        raise exception 'reward day % cannot go from % to %', old.day, old.state, new.state
            using errcode = 'check_violation', constraint = 'ck_reward_day_step';
    end if;
    if old.state <> 'OPEN' and (new.closed_at, new.tokenomics_version)
            is distinct from (old.closed_at, old.tokenomics_version)
        or old.state = 'ALLOCATED' and (new.outcome, new.pool_base_units, new.minted_base_units, new.gems_hundredths,
                new.paid_users, new.left_out_users, new.allocated_at)
            is distinct from (old.outcome, old.pool_base_units, old.minted_base_units, old.gems_hundredths,
                old.paid_users, old.left_out_users, old.allocated_at) then
        raise exception 'what reward day % recorded in an earlier state cannot change', old.day
            using errcode = 'check_violation', constraint = 'ck_reward_day_frozen';
    end if;

    if new.state = 'ALLOCATED' then
        select coalesce(sum(gems_hundredths), 0) into counted from gem_event where reward_day = new.day;
        select count(*) filter (where gems_hundredths is null) as not_aggregated,
               coalesce(sum(gems_hundredths), 0) as all_gems,
               coalesce(sum(gems_hundredths) filter (where left_out_reason is null), 0) as kept_gems,
               count(*) filter (where amount_base_units is not null) as allocated,
               count(*) filter (where left_out_reason is null) as kept,
               count(*) filter (where amount_base_units > 0) as paid,
               count(*) filter (where left_out_reason is not null) as left_out,
               coalesce(sum(amount_base_units), 0) as amount,
               coalesce(bool_and(amount_base_units - floor(new.pool_base_units::numeric * gems_hundredths
                   / nullif(new.gems_hundredths, 0)) between 0 and 1), true) as is_fair
        into totals from reward_share where day = new.day;
        if totals.not_aggregated > 0 or totals.all_gems <> counted or totals.kept_gems <> new.gems_hundredths then
            raise exception 'the gems of reward day % are not aggregated', new.day
                using errcode = 'check_violation', constraint = 'ck_reward_day_aggregated';
        end if;
        if totals.allocated <> totals.kept or totals.amount <> new.minted_base_units or not totals.is_fair
            or totals.left_out <> new.left_out_users or totals.paid <> new.paid_users
            or (new.outcome = 'NO_GEMS') <> (totals.kept = 0) then
            raise exception 'the shares of reward day % are not its pool', new.day
                using errcode = 'check_violation', constraint = 'ck_reward_day_pool';
        end if;
    elsif new.state = 'COMPLETED' then
        if exists (select 1 from reward_share
                where day = new.day and amount_base_units > 0 and ledger_transaction_id is null) then
            raise exception 'reward day % has unpaid shares', new.day
                using errcode = 'check_violation', constraint = 'ck_reward_day_paid';
        end if;
    end if;
    return new;
end
$$;
create trigger tr_reward_day_step before insert or update on reward_day
    for each row execute function reward_day_check_step();
create trigger tr_reward_day_kept before delete or truncate on reward_day
    for each statement execute function refuse_change();

-- Each column of a share is written in one state of its day; who was paid stays paid.
create function reward_share_check_step() returns trigger language plpgsql as
$$
declare
    day_state text;
begin
    select state into day_state from reward_day where day = new.day;
    if tg_op = 'INSERT' then
        if day_state = 'CLOSED' and num_nonnulls(new.gems_hundredths, new.amount_base_units,
                new.ledger_transaction_id) = 0 then
            return new;
        end if;
    elsif (new.day, new.user_id) = (old.day, old.user_id) then
        if day_state = 'CLOSED' and new.ledger_transaction_id is null and old.ledger_transaction_id is null then
            return new;
        end if;
        if day_state = 'ALLOCATED' and old.ledger_transaction_id is null
            and (new.left_out_reason, new.gems_hundredths, new.amount_base_units)
                is not distinct from (old.left_out_reason, old.gems_hundredths, old.amount_base_units) then
            return new;
        end if;
    end if;
    raise exception 'the share of user % in reward day % cannot change this way in state %',
            new.user_id, new.day, day_state
        using errcode = 'check_violation', constraint = 'ck_reward_share_step';
end
$$;
create trigger tr_reward_share_step before insert or update on reward_share
    for each row execute function reward_share_check_step();
create trigger tr_reward_share_kept before delete or truncate on reward_share
    for each statement execute function refuse_change();

grant select, insert on gem_event, reward_day, reward_share to "${appRole}";
grant update (state, tokenomics_version, outcome, pool_base_units, minted_base_units, gems_hundredths, paid_users,
    left_out_users, closed_at, allocated_at, completed_at) on reward_day to "${appRole}";
grant update (left_out_reason, gems_hundredths, amount_base_units, ledger_transaction_id) on reward_share
    to "${appRole}";
