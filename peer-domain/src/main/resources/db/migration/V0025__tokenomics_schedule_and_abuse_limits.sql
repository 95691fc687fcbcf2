-- An ADMIN schedules new tokenomics, and the abuse limits are applied: what one actor gives in a day, in all and to one owner.

alter table tokenomics drop constraint ck_tokenomics_abuse_limits_off;
alter table tokenomics add constraint ck_tokenomics_abuse_limits check (coalesce(least(
    most_gems_hundredths_by_actor_and_day, most_gems_hundredths_by_pair_and_day, youngest_actor_seconds), 1) > 0);

create or replace function tokenomics_check_successor() returns trigger language plpgsql as
$$
declare
    previous tokenomics;
begin
    select * into previous from tokenomics order by version desc limit 1;
    if previous is null or previous.version is null then
        return new;
    end if;
    if new.version <> previous.version + 1 or new.valid_from <= previous.valid_from then
        raise exception 'version % must follow version % in number and in time', new.version, previous.version
            using errcode = 'check_violation', constraint = 'ck_tokenomics_successor';
    end if;
    -- Genesis has put exactly this much into the reward pool.
    if new.total_cap_base_units <> previous.total_cap_base_units then
        raise exception 'the total cap never changes'
            using errcode = 'check_violation', constraint = 'ck_tokenomics_cap';
    end if;
    if (new.daily_pool_base_units, new.view_gems_hundredths, new.comment_gems_hundredths, new.like_gems_hundredths,
            new.dislike_gems_hundredths, new.most_gems_hundredths_by_actor_and_day,
            new.most_gems_hundredths_by_pair_and_day, new.youngest_actor_seconds)
        is distinct from (previous.daily_pool_base_units, previous.view_gems_hundredths,
            previous.comment_gems_hundredths, previous.like_gems_hundredths, previous.dislike_gems_hundredths,
            previous.most_gems_hundredths_by_actor_and_day, previous.most_gems_hundredths_by_pair_and_day,
            previous.youngest_actor_seconds)
        and new.valid_from <> date_trunc('day', new.valid_from, 'UTC') then
        raise exception 'pool, gem weights and limits change at 00:00 UTC only, not at %', new.valid_from
            using errcode = 'check_violation', constraint = 'ck_tokenomics_midnight';
    end if;
    return new;
end
$$;
grant insert on tokenomics to "${appRole}";

-- What a limit kept back is recorded beside what was given.
alter table gem_event add column withheld_hundredths bigint not null default 0;
alter table gem_event add column withheld_reason text;
alter table gem_event add constraint ck_gem_event_withheld check ((withheld_hundredths = 0) = (withheld_reason is null)
    and withheld_reason in ('ACTOR_TOO_YOUNG', 'ACTOR_LIMIT', 'PAIR_LIMIT')
    and (withheld_hundredths = 0 or gems_hundredths = 0 or sign(withheld_hundredths) = sign(gems_hundredths)));

-- How many hundredths of a gem an actor gave or took on a day: to one owner, and to all in the row that has no owner.
create table gem_giving (
    actor_id uuid not null,
    day date not null,
    owner_id uuid,
    given_hundredths bigint not null,
    most_hundredths bigint not null,
    constraint uq_gem_giving unique nulls not distinct (actor_id, day, owner_id),
    constraint fk_gem_giving_actor foreign key (actor_id) references app_user (id),
    constraint fk_gem_giving_owner foreign key (owner_id) references app_user (id),
    constraint ck_gem_giving_given check (given_hundredths between 0 and most_hundredths)
);
grant select, insert, update (given_hundredths) on gem_giving to "${appRole}";
