-- Wallets on chain: one for each user, derived from the master seed, and our own RESERVE and TREASURY.

create sequence wallet_derivation_index as bigint minvalue 0 start 0 maxvalue 2147483647;

create table wallet (
    id uuid not null,
    role text not null,
    user_id uuid,
    derivation_index bigint,
    address text,
    chain_state text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint pk_wallet primary key (id),
    constraint uq_wallet_user unique (user_id),
    constraint uq_wallet_derivation_index unique (derivation_index),
    constraint uq_wallet_address unique (address),
    constraint fk_wallet_user foreign key (user_id) references app_user (id),
    constraint ck_wallet_role check (role in ('USER', 'RESERVE', 'TREASURY')),
    constraint ck_wallet_user check ((role = 'USER') = (user_id is not null and derivation_index is not null)),
    constraint ck_wallet_address check (address ~ '^[1-9A-HJ-NP-Za-km-z]{32,44}$'),
    constraint ck_wallet_chain_state check (chain_state in ('OFF_CHAIN', 'MIGRATING', 'ON_CHAIN')),
    constraint ck_wallet_own_on_chain check (role = 'USER' or chain_state = 'ON_CHAIN')
);
create unique index uq_wallet_own_role on wallet (role) where role <> 'USER';
create index ix_wallet_without_address on wallet (derivation_index) where address is null;

create function wallet_refuse_change() returns trigger language plpgsql as
$$
begin
    if old.address is not null and new.address is distinct from old.address
        or new.user_id is distinct from old.user_id
        or new.derivation_index is distinct from old.derivation_index then
        raise exception 'the identity of wallet % never changes', old.id
            using errcode = 'integrity_constraint_violation';
    end if;
    if not (old.chain_state = new.chain_state
        or old.chain_state = 'OFF_CHAIN' and new.chain_state = 'MIGRATING'
        or old.chain_state = 'OFF_CHAIN' and new.chain_state = 'ON_CHAIN'
        or old.chain_state = 'MIGRATING' and new.chain_state = 'ON_CHAIN') then
        raise exception 'wallet % cannot become % from %', old.id, new.chain_state, old.chain_state
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger tr_wallet_identity before update on wallet for each row execute function wallet_refuse_change();

insert into wallet (id, role, chain_state) values
    ('00000000-0000-7000-8000-000000000201', 'RESERVE', 'ON_CHAIN'),
    ('00000000-0000-7000-8000-000000000202', 'TREASURY', 'ON_CHAIN');

grant select, insert, update on wallet to "${appRole}";
grant usage on sequence wallet_derivation_index to "${appRole}";
