-- Ids and texts that follow from numbers, so that pgbench, which knows numbers only, can give the product's statements
-- what the product gives them. Each is an expression that the planner puts in its place.

create schema bench;

create function bench.user_id(number bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-9000-' || lpad(to_hex(number), 12, '0'))::uuid;
create function bench.account_id(number bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-a000-' || lpad(to_hex(number), 12, '0'))::uuid;
create function bench.wallet_id(number bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-b000-' || lpad(to_hex(number), 12, '0'))::uuid;
create function bench.session_id(number bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;
create function bench.post_id(number bigint) returns uuid language sql immutable
    return ('00000001-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;

-- A literal where the product gives a parameter.
create function bench.constant(value text) returns text language sql immutable
    return value;
create function bench.constant(value bigint) returns bigint language sql immutable
    return value;
create function bench.constant(value integer) returns integer language sql immutable
    return value;
create function bench.nothing() returns text language sql immutable
    return null::text;
create function bench.moment() returns timestamptz language sql volatile
    return clock_timestamp();

-- What is new in each transaction of a client: the number grows with each, as the time in the product's ids does.
create function bench.new_id(client integer, number bigint, part integer) returns uuid language sql immutable
    return (lpad(to_hex(number), 12, '0') || '7' || lpad(to_hex(part), 3, '0') || '8' || lpad(to_hex(client), 15, '0'))::uuid;
create function bench.key(client integer, number bigint) returns text language sql immutable
    return 'pgbench-' || client || '-' || number;
create function bench.movement_key(sender bigint, client integer, number bigint) returns text language sql immutable
    return 'movement/' || bench.user_id(sender) || '/' || bench.key(client, number);
create function bench.hash(number bigint) returns text language sql immutable
    return lpad(to_hex(number), 64, '0');

create function bench.parties(sender bigint, recipient bigint) returns text language sql immutable
    return '{' || bench.user_id(sender) || ',' || bench.user_id(recipient) || '}';
create function bench.account_array(number bigint) returns text language sql immutable
    return '{' || bench.account_id(number) || '}';
create function bench.wallet_array(number bigint) returns text language sql immutable
    return '{' || bench.wallet_id(number) || '}';
create function bench.account_arrays(sender bigint, recipient bigint) returns text language sql immutable
    return '{' || bench.account_id(sender) || ',' || bench.account_id(recipient)
        || ',00000000-0000-7000-8000-000000000003,00000000-0000-7000-8000-000000000004,' || bench.account_id(0) || '}';

-- A transfer of 0.001 PEER: principal, company fee, burn fee, inviter's fee.
create function bench.postings(sender bigint, recipient bigint, client integer, number bigint) returns text
    language sql stable
    return format('[{"id":"%2$s","ordinal":0,"role":"PRINCIPAL","debit":"%1$s","credit":"%6$s","amount":1000000,"reverses":null},'
        '{"id":"%3$s","ordinal":1,"role":"COMPANY_FEE","debit":"%1$s","credit":"00000000-0000-7000-8000-000000000003","amount":20000,"reverses":null},'
        '{"id":"%4$s","ordinal":2,"role":"BURN_FEE","debit":"%1$s","credit":"00000000-0000-7000-8000-000000000004","amount":10000,"reverses":null},'
        '{"id":"%5$s","ordinal":3,"role":"INVITER_FEE","debit":"%1$s","credit":"%7$s","amount":10000,"reverses":null}]',
        bench.account_id(sender), bench.new_id(client, number, 1), bench.new_id(client, number, 2),
        bench.new_id(client, number, 3), bench.new_id(client, number, 4), bench.account_id(recipient),
        bench.account_id(0));

-- What it means on chain: both users have wallets there, the inviter's tokens stand in RESERVE.
create function bench.intent(sender bigint, client integer, number bigint) returns text language sql stable
    return format('[{"id":"%s","kind":"TRANSFER","business_key":"%s","batch_key":"%s","work":"transfer"}]',
        bench.new_id(client, number, 5), bench.movement_key(sender, client, number), bench.new_id(client, number, 0));
create function bench.legs(sender bigint, recipient bigint, client integer, number bigint) returns text
    language sql stable
    return format('[{"intent_id":"%1$s","ordinal":0,"instruction":"TRANSFER","from_wallet_id":"%2$s","to_wallet_id":"%3$s","amount":1000000,"posting_id":"%4$s"},'
        '{"intent_id":"%1$s","ordinal":1,"instruction":"TRANSFER","from_wallet_id":"%2$s","to_wallet_id":"00000000-0000-7000-8000-000000000202","amount":20000,"posting_id":"%5$s"},'
        '{"intent_id":"%1$s","ordinal":2,"instruction":"BURN","from_wallet_id":"%2$s","to_wallet_id":null,"amount":10000,"posting_id":"%6$s"},'
        '{"intent_id":"%1$s","ordinal":3,"instruction":"TRANSFER","from_wallet_id":"%2$s","to_wallet_id":"00000000-0000-7000-8000-000000000201","amount":10000,"posting_id":"%7$s"}]',
        bench.new_id(client, number, 5), bench.wallet_id(sender), bench.wallet_id(recipient),
        bench.new_id(client, number, 1), bench.new_id(client, number, 2), bench.new_id(client, number, 3),
        bench.new_id(client, number, 4));

grant usage on schema bench to peer_app;
