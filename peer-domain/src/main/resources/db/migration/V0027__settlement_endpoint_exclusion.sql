-- A dead endpoint leaves the quorum only by an operator, whose name and reason stay here.

create table settlement_endpoint_exclusion (
    endpoint text not null,
    reason text not null,
    excluded_by uuid not null,
    excluded_at timestamptz not null default clock_timestamp(),
    constraint pk_settlement_endpoint_exclusion primary key (endpoint),
    constraint fk_settlement_endpoint_exclusion_user foreign key (excluded_by) references app_user (id),
    constraint ck_settlement_endpoint_exclusion_endpoint check (length(endpoint) between 1 and 300),
    constraint ck_settlement_endpoint_exclusion_reason check (length(reason) between 1 and 1000)
);

grant select, insert, delete on settlement_endpoint_exclusion to "${appRole}";
