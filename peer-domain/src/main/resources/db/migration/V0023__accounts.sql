-- Accounts in daily use: failed log-ins, mail that leaves the house, password resets, more reasons for a session to end.

-- Counted by the address that was tried, whether or not it has an account: neither the wait nor this table tells.
create table log_in_attempt (
    email_hash bytea not null,
    failures integer not null,
    last_failed_at timestamptz not null,
    locked_until timestamptz,
    constraint pk_log_in_attempt primary key (email_hash),
    constraint ck_log_in_attempt_email_hash check (length(email_hash) = 32),
    constraint ck_log_in_attempt_failures check (failures > 0)
);
create index ix_log_in_attempt_last_failed on log_in_attempt (last_failed_at);

-- What strangers ask for. Whether there is such an account is looked up later and by nobody who waits for an answer.
create table account_mail_request (
    id uuid not null,
    kind text not null,
    email text not null,
    requested_at timestamptz not null default clock_timestamp(),
    constraint pk_account_mail_request primary key (id),
    constraint ck_account_mail_request_kind check (kind in ('PASSWORD_RESET', 'VERIFICATION'))
);

create table password_reset (
    token_hash bytea not null,
    user_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint pk_password_reset primary key (token_hash),
    constraint fk_password_reset_user foreign key (user_id) references app_user (id),
    constraint ck_password_reset_token_hash check (length(token_hash) = 32)
);
create index ix_password_reset_user on password_reset (user_id);

alter table session drop constraint ck_session_end;
alter table session add constraint ck_session_end check ((ended_at is null) = (end_reason is null)
    and end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'USER_NOT_ACTIVE', 'PASSWORD_CHANGED'));

alter table mail_message
    add column attempts integer not null default 0,
    add column next_attempt_at timestamptz not null default clock_timestamp(),
    add column sent_at timestamptz,
    add column given_up_at timestamptz,
    add column last_problem text;
-- What is here already was for the table only.
update mail_message set sent_at = created_at;
create index ix_mail_message_due on mail_message (next_attempt_at) where sent_at is null and given_up_at is null;

grant select, insert, delete on log_in_attempt, account_mail_request to "${appRole}";
grant update (failures, last_failed_at, locked_until) on log_in_attempt to "${appRole}";
-- Locking a row needs the right to change it.
grant update (requested_at) on account_mail_request to "${appRole}";
grant select, insert, delete on password_reset to "${appRole}";
grant update (used_at) on password_reset to "${appRole}";
grant delete on email_verification, mail_message, app_user_role to "${appRole}";
grant update (body, attempts, next_attempt_at, sent_at, given_up_at, last_problem) on mail_message to "${appRole}";

-- Credentials of machines that act for a user, within scopes.
create table service_token (
    id uuid not null,
    user_id uuid not null,
    name text not null,
    token_hash bytea not null,
    scopes text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint pk_service_token primary key (id),
    constraint uq_service_token_token_hash unique (token_hash),
    constraint fk_service_token_user foreign key (user_id) references app_user (id),
    constraint ck_service_token_token_hash check (length(token_hash) = 32),
    constraint ck_service_token_name check (length(name) between 1 and 60),
    constraint ck_service_token_scopes check (scopes ~ '^[A-Z_]+(,[A-Z_]+)*$')
);
create index ix_service_token_user on service_token (user_id, id);

grant select, insert on service_token to "${appRole}";
grant update (last_used_at, revoked_at) on service_token to "${appRole}";

create index ix_audit_log_actor on audit_log (actor_id, id);
