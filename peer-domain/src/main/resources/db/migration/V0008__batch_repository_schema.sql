-- The servers keep their Jakarta Batch job repository beside our tables; they create its tables themselves.
create schema peer_batch;

grant usage, create on schema peer_batch to ${appRole};
