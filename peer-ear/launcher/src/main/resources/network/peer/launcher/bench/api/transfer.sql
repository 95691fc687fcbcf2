-- One transfer as the product makes it, statement by statement; each call of a function of the schema bench stands where
-- the product gives a parameter. The benchmark, and a test, compare it with what the product executes.
\set number :number + 1
\set sender random(1, :users)
\set recipient 1 + (:sender + random(0, :users - 2)) % :users

begin;
select u.id, u.email, u.user_name, u.status, u.verified_at is not null, coalesce((select string_agg(r.role, ',') from app_user_role r where r.user_id = u.id), ''), u.referral_code, u.created_at, u.inviter_id from app_user u where u.id = bench.user_id(:sender) and exists (select 1 from session s where s.id = bench.session_id(:sender) and s.user_id = u.id and s.ended_at is null);
commit;

begin;
insert into movement_request (actor_id, idempotency_key, input_hash, ledger_transaction_id) values (bench.user_id(:sender), bench.key(:client_id, :number), bench.hash(:number), bench.new_id(:client_id, :number, 0)) on conflict do nothing;
SELECT version AS a1, burn_fee_basis_points AS a2, comment_gems_hundredths AS a3, comment_price_base_units AS a4, company_fee_basis_points AS a5, daily_pool_base_units AS a6, dislike_gems_hundredths AS a7, dislike_price_base_units AS a8, free_comments_per_day AS a9, free_dislikes_per_day AS a10, free_likes_per_day AS a11, free_posts_per_day AS a12, inviter_fee_basis_points AS a13, like_gems_hundredths AS a14, like_price_base_units AS a15, most_gems_hundredths_by_actor_and_day AS a16, most_gems_hundredths_by_pair_and_day AS a17, post_price_base_units AS a18, total_cap_base_units AS a19, transfer_message_max_graphemes AS a20, transfer_minimum_base_units AS a21, valid_from AS a22, view_gems_hundredths AS a23, view_price_base_units AS a24, youngest_actor_seconds AS a25 FROM tokenomics WHERE (valid_from <= bench.moment()) ORDER BY valid_from DESC LIMIT bench.constant(1) OFFSET bench.constant(0);
select id, status = 'ACTIVE', verified_at is not null, inviter_id from app_user where id = any (cast(bench.parties(:sender, :recipient) as uuid[])) order by id for share;
select id from ledger_account where user_id = bench.user_id(:sender) and unit = bench.constant('PEER');
select id from ledger_account where user_id = bench.user_id(:recipient) and unit = bench.constant('PEER');
select id from ledger_account where user_id = bench.user_id(0) and unit = bench.constant('PEER');
insert into ledger_transaction (id, kind, idempotency_key, input_hash, recorded_at, tokenomics_version, reward_day, reverses_id) values (bench.new_id(:client_id, :number, 0), bench.constant('TRANSFER'), bench.movement_key(:sender, :client_id, :number), bench.hash(:number), bench.moment(), bench.constant(1), cast(bench.nothing() as date), cast(bench.nothing() as uuid)) on conflict (idempotency_key) do nothing;
select account_id, available_base_units, may_be_negative from ledger_lock(cast(bench.account_array(:sender) as uuid[]));
insert into ledger_posting (id, ledger_transaction_id, ordinal, role, unit, debit_account_id, credit_account_id, amount_base_units, reverses_id) select p.id, bench.new_id(:client_id, :number, 0), p.ordinal, p.role, a.unit, p.debit, p.credit, p.amount, p.reverses from jsonb_to_recordset(cast(bench.postings(:sender, :recipient, :client_id, :number) as jsonb)) as p (id uuid, ordinal integer, role text, debit uuid, credit uuid, amount bigint, reverses uuid) join ledger_account a on a.id = p.debit;
select a.id, w.id, w.chain_state, w.user_id from ledger_account a join wallet w on w.user_id = a.user_id where a.id = any (cast(bench.account_arrays(:sender, :recipient) as uuid[])) order by w.id for share of w;
select w.id from settlement_net_window w where w.closed_at is null and w.wallet_id = any (cast(bench.wallet_array(:sender) as uuid[])) order by w.wallet_id for update;
insert into settlement_intent (id, kind, business_key, batch_key, ledger_transaction_id, window_id, work) select i.id, i.kind, i.business_key, i.batch_key, cast(bench.new_id(:client_id, :number, 0) as uuid), cast(bench.nothing() as uuid), i.work from jsonb_to_recordset(cast(bench.intent(:sender, :client_id, :number) as jsonb)) as i (id uuid, kind text, business_key text, batch_key text, work text);
insert into settlement_leg (intent_id, ordinal, instruction, from_wallet_id, to_wallet_id, amount_base_units, ledger_posting_id) select intent_id, ordinal, instruction, from_wallet_id, to_wallet_id, amount, posting_id from jsonb_to_recordset(cast(bench.legs(:sender, :recipient, :client_id, :number) as jsonb)) as l (intent_id uuid, ordinal integer, instruction text, from_wallet_id uuid, to_wallet_id uuid, amount bigint, posting_id uuid);
insert into transfer (ledger_transaction_id, sender_id, recipient_id, net_base_units, message) values (bench.new_id(:client_id, :number, 0), bench.user_id(:sender), bench.user_id(:recipient), bench.constant(1000000), cast(bench.nothing() as text));
commit;
