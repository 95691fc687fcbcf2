-- An OPERATOR excludes users from a day before it is approved, and approves what will be paid.

create table reward_exclusion (
    day date not null,
    user_id uuid not null,
    reason text not null,
    excluded_by uuid not null,
    excluded_at timestamptz not null default clock_timestamp(),
    constraint pk_reward_exclusion primary key (day, user_id),
    constraint fk_reward_exclusion_day foreign key (day) references reward_day (day),
    constraint fk_reward_exclusion_user foreign key (user_id) references app_user (id),
    constraint fk_reward_exclusion_by foreign key (excluded_by) references app_user (id),
    constraint ck_reward_exclusion_self check (excluded_by <> user_id),
    constraint ck_reward_exclusion_reason check (length(reason) between 1 and 500)
);
create table reward_approval (
    day date not null,
    approved_by uuid not null,
    approved_at timestamptz not null default clock_timestamp(),
    constraint pk_reward_approval primary key (day),
    constraint fk_reward_approval_day foreign key (day) references reward_day (day),
    constraint fk_reward_approval_by foreign key (approved_by) references app_user (id)
);
create trigger tr_reward_exclusion_immutable before update or delete or truncate on reward_exclusion
    for each statement execute function refuse_change();
create trigger tr_reward_approval_immutable before update or delete or truncate on reward_approval
    for each statement execute function refuse_change();

alter table reward_share drop constraint ck_reward_share_left_out;
alter table reward_share add constraint ck_reward_share_left_out
    check (left_out_reason in ('NOT_ACTIVE', 'NOT_VERIFIED', 'EXCLUDED', 'NO_POSITIVE_GEMS'));

create function reward_exclusion_check() returns trigger language plpgsql as
$$
begin
    perform 1 from reward_day where day = new.day and state in ('OPEN', 'CLOSED') for share;
    if not found or exists (select 1 from reward_approval where day = new.day) then
        raise exception 'reward day % is approved: nobody can be excluded any more', new.day
            using errcode = 'check_violation', constraint = 'ck_reward_exclusion_day';
    end if;
    return new;
end
$$;
create trigger tr_reward_exclusion_check before insert on reward_exclusion
    for each row execute function reward_exclusion_check();

create function reward_approval_check() returns trigger language plpgsql as
$$
begin
    perform 1 from reward_day where day = new.day and state = 'CLOSED' for share;
    if not found or exists (select 1 from reward_share where day = new.day and gems_hundredths is null) then
        raise exception 'reward day % has no proposal to approve', new.day
            using errcode = 'check_violation', constraint = 'ck_reward_approval_day';
    end if;
    return new;
end
$$;
create trigger tr_reward_approval_check before insert on reward_approval
    for each row execute function reward_approval_check();

-- Nobody who is excluded is allocated anything, and nobody is called excluded who is not.
create function reward_day_check_exclusions() returns trigger language plpgsql as
$$
begin
    if new.state = 'ALLOCATED' and exists (
        select 1 from reward_share s full join reward_exclusion x on x.day = s.day and x.user_id = s.user_id
        where coalesce(s.day, x.day) = new.day
            and (s.user_id is not null and x.user_id is not null and s.left_out_reason is null
                or s.left_out_reason = 'EXCLUDED' and x.user_id is null)) then
        raise exception 'the exclusions of reward day % are not applied', new.day
            using errcode = 'check_violation', constraint = 'ck_reward_day_exclusions';
    end if;
    return new;
end
$$;
create trigger tr_reward_day_exclusions before update on reward_day
    for each row execute function reward_day_check_exclusions();

grant select, insert on reward_exclusion, reward_approval to "${appRole}";
