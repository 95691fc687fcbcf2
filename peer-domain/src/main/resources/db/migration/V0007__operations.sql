-- What operators see and do: runs of batch jobs and the audit log.

create table audit_log (
    id uuid not null,
    actor_id uuid,
    action text not null,
    subject text not null,
    details text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint pk_audit_log primary key (id),
    constraint fk_audit_log_actor foreign key (actor_id) references app_user (id),
    constraint ck_audit_log_action check (action ~ '^[a-z][a-z-]{2,59}$')
);
create index ix_audit_log_subject on audit_log (subject, recorded_at);
create trigger tr_audit_log_immutable before update or delete or truncate on audit_log
    for each statement execute function refuse_change();

grant select, insert on audit_log to "${appRole}";
