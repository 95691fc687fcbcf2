-- Who the users are, how they log in, and the versioned figures of the token economy.

create table business_time_offset (
    singleton boolean not null default true,
    offset_seconds bigint not null,
    constraint pk_business_time_offset primary key (singleton),
    constraint ck_business_time_offset_singleton check (singleton)
);
insert into business_time_offset (offset_seconds) values (0);

create table tokenomics (
    version integer not null,
    valid_from timestamptz not null,
    total_cap_base_units bigint not null,
    daily_pool_base_units bigint not null,
    view_gems_hundredths bigint not null,
    comment_gems_hundredths bigint not null,
    like_gems_hundredths bigint not null,
    dislike_gems_hundredths bigint not null,
    post_price_base_units bigint not null,
    like_price_base_units bigint not null,
    dislike_price_base_units bigint not null,
    comment_price_base_units bigint not null,
    view_price_base_units bigint not null,
    free_posts_per_day integer not null,
    free_likes_per_day integer not null,
    free_dislikes_per_day integer not null,
    free_comments_per_day integer not null,
    company_fee_basis_points integer not null,
    burn_fee_basis_points integer not null,
    inviter_fee_basis_points integer not null,
    transfer_minimum_base_units bigint not null,
    transfer_message_max_graphemes integer not null,
    most_gems_hundredths_by_actor_and_day bigint,
    most_gems_hundredths_by_pair_and_day bigint,
    youngest_actor_seconds bigint,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_tokenomics primary key (version),
    constraint uq_tokenomics_valid_from unique (valid_from),
    constraint ck_tokenomics_version check (version > 0),
    constraint ck_tokenomics_pool check (daily_pool_base_units > 0 and daily_pool_base_units <= total_cap_base_units),
    constraint ck_tokenomics_prices check (least(post_price_base_units, like_price_base_units, dislike_price_base_units,
        comment_price_base_units, view_price_base_units) >= 0),
    constraint ck_tokenomics_free check (least(free_posts_per_day, free_likes_per_day, free_dislikes_per_day,
        free_comments_per_day) >= 0),
    constraint ck_tokenomics_fees check (least(company_fee_basis_points, burn_fee_basis_points,
        inviter_fee_basis_points) >= 0
        and company_fee_basis_points + burn_fee_basis_points + inviter_fee_basis_points <= 10000),
    constraint ck_tokenomics_transfer check (transfer_minimum_base_units > 0 and transfer_message_max_graphemes >= 0),
    -- Recording does not apply the abuse limits yet, so no version may promise them.
    constraint ck_tokenomics_abuse_limits_off check (num_nonnulls(most_gems_hundredths_by_actor_and_day,
        most_gems_hundredths_by_pair_and_day, youngest_actor_seconds) = 0)
);

-- Versions follow each other, are never edited, and change pool or gem weights at 00:00 UTC only.
create function tokenomics_check_successor() returns trigger language plpgsql as
$$
declare
    previous tokenomics;
begin
    select * into previous from tokenomics order by version desc limit 1;
    if previous is null then
        return new;
    end if;
    if new.version <> previous.version + 1 or new.valid_from <= previous.valid_from then
        raise exception 'version % must follow version % in number and in time', new.version, previous.version
            using errcode = 'check_violation', constraint = 'ck_tokenomics_successor';
    end if;
    if (new.daily_pool_base_units, new.total_cap_base_units, new.view_gems_hundredths, new.comment_gems_hundredths,
            new.like_gems_hundredths, new.dislike_gems_hundredths)
        is distinct from (previous.daily_pool_base_units, previous.total_cap_base_units, previous.view_gems_hundredths,
            previous.comment_gems_hundredths, previous.like_gems_hundredths, previous.dislike_gems_hundredths)
        and new.valid_from <> date_trunc('day', new.valid_from, 'UTC') then
        raise exception 'pool and gem weights change at 00:00 UTC only, not at %', new.valid_from
            using errcode = 'check_violation', constraint = 'ck_tokenomics_midnight';
    end if;
    return new;
end
$$;
create trigger tr_tokenomics_successor before insert on tokenomics
    for each row execute function tokenomics_check_successor();

create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger tr_tokenomics_immutable before update or delete or truncate on tokenomics
    for each statement execute function refuse_change();

insert into tokenomics (version, valid_from, total_cap_base_units, daily_pool_base_units,
    view_gems_hundredths, comment_gems_hundredths, like_gems_hundredths, dislike_gems_hundredths,
    post_price_base_units, like_price_base_units, dislike_price_base_units, comment_price_base_units,
    view_price_base_units, free_posts_per_day, free_likes_per_day, free_dislikes_per_day, free_comments_per_day,
    company_fee_basis_points, burn_fee_basis_points, inviter_fee_basis_points,
    transfer_minimum_base_units, transfer_message_max_graphemes)
values (1, '2025-01-01T00:00:00Z', 19500000000000000, 5000000000000,
    25, 200, 500, -300,
    20000000000, 3000000000, 3000000000, 1000000000, 0,
    1, 3, 0, 4,
    200, 100, 100,
    1000, 500);

create table app_user (
    id uuid not null,
    email text,
    user_name text,
    password_algorithm text,
    password_iterations integer,
    password_salt bytea,
    password_hash bytea,
    status text not null,
    verified_at timestamptz,
    referral_code text not null,
    inviter_id uuid,
    created_at timestamptz not null,
    constraint pk_app_user primary key (id),
    constraint uq_app_user_referral_code unique (referral_code),
    constraint fk_app_user_inviter foreign key (inviter_id) references app_user (id),
    constraint ck_app_user_inviter check (inviter_id <> id),
    constraint ck_app_user_status check (status in ('ACTIVE', 'SUSPENDED', 'DELETED')),
    constraint ck_app_user_email check (length(email) <= 254 and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ck_app_user_user_name check (user_name ~ '^[A-Za-z0-9_-]{3,23}$' and user_name ~ '[A-Za-z]'),
    -- Deleting erases personal data; anyone else has all of it.
    constraint ck_app_user_personal_data check (case when status = 'DELETED'
        then num_nonnulls(email, user_name, password_algorithm, password_iterations, password_salt, password_hash) = 0
        else num_nulls(email, user_name, password_algorithm, password_iterations, password_salt, password_hash) = 0 end),
    constraint ck_app_user_password check (password_iterations >= 210000 and length(password_salt) >= 16
        and length(password_hash) >= 32)
);
create unique index uq_app_user_email on app_user (lower(email));
create unique index uq_app_user_user_name on app_user (lower(user_name));
create index ix_app_user_inviter on app_user (inviter_id) where inviter_id is not null;

create table app_user_role (
    user_id uuid not null,
    role text not null,
    granted_by uuid,
    granted_at timestamptz not null,
    constraint pk_app_user_role primary key (user_id, role),
    constraint fk_app_user_role_user foreign key (user_id) references app_user (id),
    constraint fk_app_user_role_granted_by foreign key (granted_by) references app_user (id),
    constraint ck_app_user_role_role check (role in ('USER', 'MODERATOR', 'ADMIN', 'OPERATOR', 'AUDITOR'))
);

-- Secret tokens are stored as SHA-256 only: a copy of this table verifies nobody.
create table email_verification (
    token_hash bytea not null,
    user_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint pk_email_verification primary key (token_hash),
    constraint fk_email_verification_user foreign key (user_id) references app_user (id),
    constraint ck_email_verification_token_hash check (length(token_hash) = 32)
);
create index ix_email_verification_user on email_verification (user_id);

-- A session is a family of refresh tokens, each used once; a token used twice ends the family.
create table session (
    id uuid not null,
    user_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    end_reason text,
    constraint pk_session primary key (id),
    constraint fk_session_user foreign key (user_id) references app_user (id),
    constraint ck_session_end check ((ended_at is null) = (end_reason is null)
        and end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'USER_NOT_ACTIVE'))
);
create index ix_session_user on session (user_id);

create table refresh_token (
    token_hash bytea not null,
    session_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint pk_refresh_token primary key (token_hash),
    constraint fk_refresh_token_session foreign key (session_id) references session (id),
    constraint ck_refresh_token_token_hash check (length(token_hash) = 32)
);
create unique index uq_refresh_token_unused on refresh_token (session_id) where used_at is null;

-- The outbox of the local mailer.
create table mail_message (
    id uuid not null,
    recipient text not null,
    subject text not null,
    body text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_mail_message primary key (id)
);
create index ix_mail_message_recipient on mail_message (recipient, created_at);

grant select on business_time_offset, tokenomics to "${appRole}";
grant select, insert on app_user, app_user_role, email_verification, session, refresh_token, mail_message
    to "${appRole}";
grant update (email, user_name, password_algorithm, password_iterations, password_salt, password_hash, status,
    verified_at) on app_user to "${appRole}";
grant update (used_at) on email_verification to "${appRole}";
grant update (ended_at, end_reason) on session to "${appRole}";
grant update (used_at) on refresh_token to "${appRole}";
