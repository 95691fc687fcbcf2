-- Rate limits that all nodes share, as Bucket4j keeps them. Ids are hashes of addresses; rows go soon after they are full again.
create table rate_limit_bucket (
    id text not null,
    state bytea,
    expires_at bigint,
    constraint pk_rate_limit_bucket primary key (id)
);
create index ix_rate_limit_bucket_expires on rate_limit_bucket (expires_at);
grant select, insert, update, delete on rate_limit_bucket to "${appRole}";
