-- Users that nobody can log in as: the benchmark signs their access tokens itself. One row of each table for each number.

insert into app_user (id, email, user_name, password_algorithm, password_iterations, password_salt, password_hash,
    status, verified_at, referral_code, inviter_id, created_at)
select bench.user_id(n), 'user' || n || '@example.org', 'user' || n, 'PBKDF2WithHmacSHA512', 210000,
    repeat('0', 16)::bytea, repeat('0', 64)::bytea, 'ACTIVE', now(), bench.user_id(n)::text,
    case when n > 0 then bench.user_id(0) end, now()
from generate_series(0, :users) as n;

insert into app_user_role (user_id, role, granted_at)
select bench.user_id(n), 'USER', now() from generate_series(0, :users) as n;

insert into session (id, user_id) select bench.session_id(n), bench.user_id(n) from generate_series(0, :users) as n;

insert into ledger_account (id, unit, user_id)
select bench.account_id(n), 'PEER', bench.user_id(n) from generate_series(0, :users) as n;

insert into wallet (id, role, user_id, derivation_index, chain_state)
select bench.wallet_id(n), 'USER', bench.user_id(n), nextval('wallet_derivation_index'), 'OFF_CHAIN'
from generate_series(0, :users) as n;

insert into post (id, author_id, text, created_at)
select bench.post_id(n), bench.user_id(n), 'A post to like.', now() from generate_series(0, :users) as n;

-- What is free is used up, also of the day after, should midnight pass.
insert into free_allowance_use (user_id, day, kind, used, allowed)
select bench.user_id(n), day, 'LIKE', t.free_likes_per_day, t.free_likes_per_day
from generate_series(0, :users) as n
    cross join (select (now() at time zone 'UTC')::date + d as day from generate_series(0, 1) as d) days
    cross join (select free_likes_per_day from tokenomics order by version desc limit 1) t;
