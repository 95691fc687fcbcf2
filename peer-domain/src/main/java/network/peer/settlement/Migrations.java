package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.internal.MigrationTable;

/**
 * Puts users on chain whose tokens stand in RESERVE: in one transaction the user becomes ON_CHAIN and an intent of kind
 * MIGRATION owes the whole balance to the user's own wallet.
 */
@ApplicationScoped
public class Migrations {
    /** They stand in one order with what users who are not on chain spend: many at once would hold that up for long. */
    private static final int MOST_OWED = 64;

    private final MigrationTable migrations;

    @SuppressWarnings("NullAway")
    protected Migrations() {
        this.migrations = null;
    }

    @Inject
    public Migrations(EntityManager entities) {
        this.migrations = new MigrationTable(entities);
    }

    /** Wallets that are MIGRATING and may go on now, oldest first; none while migration is paused. */
    @Transactional
    public List<UUID> due() {
        return migrations.due(MOST_OWED);
    }

    /** @return the intent; empty if the user is on chain already, or owned nothing when put there */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<UUID> migrate(UUID walletId) {
        return migrations.migrate(walletId);
    }
}
