-- What a database that lost commits had sent can land for as long as a blockhash lives. Which incarnation has been waited
-- for is kept, so that a node that starts again need not wait once more.

create table settlement_trusted_incarnation (
    only_row boolean not null default true,
    incarnation text not null,
    trusted_at timestamptz not null default clock_timestamp(),
    constraint pk_settlement_trusted_incarnation primary key (only_row),
    constraint ck_settlement_trusted_incarnation_only_row check (only_row)
);

grant select, insert on settlement_trusted_incarnation to "${appRole}";
grant update (incarnation, trusted_at) on settlement_trusted_incarnation to "${appRole}";
