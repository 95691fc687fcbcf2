package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.NettingPolicy;
import network.peer.token.TokenAmount;

/** Wallets on their way from RESERVE to the chain. */
public final class MigrationTable {
    private final EntityManager entities;
    private final NetWindowTable windows;
    private final OwedTable intents;

    public MigrationTable(EntityManager entities) {
        this.entities = entities;
        this.windows = new NetWindowTable(entities, NettingPolicy.IMMEDIATE);
        this.intents = new OwedTable(entities);
    }

    /** @param mostOwed so many migrations are owed on chain at once */
    public List<UUID> due(int mostOwed) {
        List<UUID> migrating = Rows.list(
                        entities.createNativeQuery("select w.id from wallet w where w.chain_state = 'MIGRATING'"
                                + " and not exists (select 1 from settlement_pause"
                                + "  where scope in ('ALL', 'RECOVERY', 'KIND:MIGRATION'))"
                                + " order by w.id limit " + mostOwed))
                .stream()
                .map(row -> row.uuid(0))
                .toList();
        return migrating.isEmpty() ? migrating : migrating.subList(0, Math.min(migrating.size(), room(mostOwed)));
    }

    private int room(int mostOwed) {
        int owed = Rows.single(entities.createNativeQuery("select count(*) from settlement_open_leg o"
                                + " join settlement_intent i on i.id = o.intent_id"
                                + " where o.from_wallet_id = ?1 and i.kind = 'MIGRATION'")
                        .setParameter(1, ChainStates.RESERVE_WALLET))
                .intAt(0);
        return Math.max(0, mostOwed - owed);
    }

    /**
     * Whoever has moved the user's tokens, and is not committed, locks the wallet's row after its postings are made: either
     * it has the lock, and what it did is in the balance that is read here once it is committed, or it waits, and finds the
     * user on chain.
     *
     * @return the intent; empty if the user is on chain already, or nothing is booked
     */
    public Optional<UUID> migrate(UUID walletId) {
        boolean isLocked = !Rows.list(entities.createNativeQuery("select 1 from wallet"
                                + " where id = ?1 and role = 'USER' and chain_state <> 'ON_CHAIN' for no key update")
                        .setParameter(1, walletId))
                .isEmpty();
        if (!isLocked) {
            return Optional.empty();
        }
        long booked = Rows.single(entities.createNativeQuery("select b.available_base_units + b.reserved_base_units"
                                + " from wallet w join ledger_account_balance b on b.user_id = w.user_id"
                                + " where w.id = ?1 and b.unit = 'PEER'")
                        .setParameter(1, walletId))
                .longAt(0);
        entities.createNativeQuery("update wallet set chain_state = 'ON_CHAIN' where id = ?1")
                .setParameter(1, walletId)
                .executeUpdate();
        if (booked == 0) {
            return Optional.empty();
        }
        // What was netted out of RESERVE goes first, as before any movement that is not netted.
        windows.closeOf(Set.of(ChainStates.RESERVE_WALLET));
        OwedIntent migration = new OwedIntent(
                IntentKind.MIGRATION,
                walletId.toString(),
                walletId.toString(),
                List.of(new Leg(
                        Instruction.TRANSFER, ChainStates.RESERVE_WALLET, walletId, new TokenAmount(booked), null)));
        intents.insert(null, null, List.of(migration));
        return Optional.of(migration.id());
    }
}
