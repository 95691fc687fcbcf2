-- A wallet is opened with its user and gets its derivation index once this database was compared with the chain: one that
-- lost commits would give away an index that a lost user has.

alter table wallet drop constraint ck_wallet_user;
alter table wallet
    add constraint ck_wallet_user check ((role = 'USER') = (user_id is not null)),
    add constraint ck_wallet_derivation_index check (derivation_index is null or role = 'USER'),
    add constraint ck_wallet_address_of_user check (role <> 'USER' or address is null or derivation_index is not null);
create index ix_wallet_without_index on wallet (id) where role = 'USER' and derivation_index is null;

create or replace function wallet_refuse_change() returns trigger language plpgsql as
$$
begin
    if old.address is not null and new.address is distinct from old.address
        or new.user_id is distinct from old.user_id
        or old.derivation_index is not null and new.derivation_index is distinct from old.derivation_index then
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
