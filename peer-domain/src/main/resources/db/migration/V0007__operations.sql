-- What operators see and do: runs of batch jobs and the audit log.

create table job_run (
    id uuid not null,
    job_name text not null,
    business_key text not null,
    run_number integer not null,
    state text not null,
    node_id text not null,
    boot_id uuid not null,
    parameters jsonb not null,
    instance_id bigint,
    execution_id bigint,
    step text,
    aggregated_users bigint not null default 0,
    posted_users bigint not null default 0,
    posted_base_units bigint not null default 0,
    message text,
    started_by uuid,
    started_at timestamptz not null default clock_timestamp(),
    heartbeat_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    constraint pk_job_run primary key (id),
    constraint uq_job_run_number unique (job_name, business_key, run_number),
    constraint fk_job_run_started_by foreign key (started_by) references app_user (id),
    constraint ck_job_run_state check (state in
        ('STARTING', 'RUNNING', 'STOPPING', 'COMPLETED', 'STOPPED', 'FAILED', 'LOST')),
    constraint ck_job_run_ended check ((state in ('STARTING', 'RUNNING', 'STOPPING')) = (ended_at is null)),
    constraint ck_job_run_execution check (num_nonnulls(instance_id, execution_id) in (0, 2)),
    constraint ck_job_run_counts check (least(aggregated_users, posted_users, posted_base_units) >= 0)
);
-- One business key runs once at a time, and not again once it has completed.
create unique index uq_job_run_live on job_run (job_name, business_key)
    where state in ('STARTING', 'RUNNING', 'STOPPING', 'COMPLETED');
create index ix_job_run_started on job_run (started_at, id);

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

grant select, insert on job_run, audit_log to "${appRole}";
grant update (state, instance_id, execution_id, step, aggregated_users, posted_users, posted_base_units, message,
    heartbeat_at, ended_at) on job_run to "${appRole}";
