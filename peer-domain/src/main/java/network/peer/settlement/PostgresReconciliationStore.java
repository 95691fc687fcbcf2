package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.Conservation.Expected;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;

/** Runs of the reconciliation in PostgreSQL; expectations are those of the conservation check. */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class PostgresReconciliationStore implements ReconciliationStore {
    private static final String RUN =
            "select id, last_wallet_id, wallets, differences," + " ended_at is not null from reconciliation_run ";

    private final EntityManager entities;
    private final Conservation books;
    private final Wallets wallets;

    @SuppressWarnings("NullAway")
    protected PostgresReconciliationStore() {
        this(null, null, null);
    }

    @Inject
    public PostgresReconciliationStore(EntityManager entities, Conservation books, Wallets wallets) {
        this.entities = entities;
        this.books = books;
        this.wallets = wallets;
    }

    /** For the administrator's command, which runs without a container: around one entity manager, in its transaction. */
    public static PostgresReconciliationStore withoutContainer(EntityManager entities) {
        return new PostgresReconciliationStore(entities, new Conservation(entities), new Wallets(entities));
    }

    @Override
    public Run begin() {
        entities.createNativeQuery("insert into reconciliation_run (id) values (?1)"
                        + " on conflict ((true)) where ended_at is null do nothing")
                .setParameter(1, Ids.newId())
                .executeUpdate();
        return run(Rows.single(entities.createNativeQuery(RUN + "where ended_at is null")));
    }

    @Override
    public Run byId(UUID runId) {
        return Rows.list(entities.createNativeQuery(RUN + "where id = ?1").setParameter(1, runId)).stream()
                .map(PostgresReconciliationStore::run)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reconciliation " + runId));
    }

    @Override
    public List<Wallet> wallets(UUID after, int limit) {
        return wallets.pageWithAddress(after, limit);
    }

    @Override
    public List<Expected> expected(Collection<UUID> walletIds, long slot, Collection<UUID> landed) {
        return books.expected(walletIds, slot, landed);
    }

    @Override
    public BigInteger expectedSupply(long slot, Collection<UUID> landed) {
        return books.expectedSupply(slot, landed);
    }

    @Override
    public Map<TransactionSignature, AttemptState> recorded(Collection<TransactionSignature> signatures) {
        Map<TransactionSignature, AttemptState> states = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select signature, state from settlement_attempt"
                        + " where signature = any (cast(?1 as text[]))")
                .setParameter(1, Rows.array(signatures)))) {
            states.put(new TransactionSignature(row.text(0)), AttemptState.valueOf(row.text(1)));
        }
        return states;
    }

    @Override
    public Run advance(UUID runId, UUID lastWalletId, int walletsCompared, List<Difference> differences) {
        int added = insert(runId, differences);
        entities.createNativeQuery("update reconciliation_run set last_wallet_id = ?2, wallets = wallets + ?3,"
                        + " differences = differences + ?4 where id = ?1 and ended_at is null"
                        + " and (last_wallet_id is null or last_wallet_id < ?2)")
                .setParameter(1, runId)
                .setParameter(2, lastWalletId)
                .setParameter(3, walletsCompared)
                .setParameter(4, added)
                .executeUpdate();
        return byId(runId);
    }

    @Override
    public Run end(UUID runId, Optional<Difference> supply) {
        int added = insert(runId, supply.stream().toList());
        entities.createNativeQuery("update reconciliation_run set differences = differences + ?2,"
                        + " ended_at = clock_timestamp() where id = ?1 and ended_at is null")
                .setParameter(1, runId)
                .setParameter(2, added)
                .executeUpdate();
        return byId(runId);
    }

    @Override
    public List<Difference> differences(UUID runId, int limit) {
        return Rows.list(entities.createNativeQuery("select subject, address, slot, on_chain_base_units,"
                                + " expected_base_units, explained, explanation from reconciliation_difference"
                                + " where run_id = ?1 order by id limit " + limit)
                        .setParameter(1, runId))
                .stream()
                .map(row -> new Difference(
                        row.text(0),
                        new PublicKey(row.text(1)),
                        row.longAt(2),
                        new BigInteger(row.text(3)),
                        new BigInteger(row.text(4)),
                        row.booleanAt(5),
                        row.text(6)))
                .toList();
    }

    private int insert(UUID runId, List<Difference> differences) {
        int added = 0;
        for (Difference difference : differences) {
            added += entities.createNativeQuery("insert into reconciliation_difference (id, run_id, subject, address,"
                            + " slot, on_chain_base_units, expected_base_units, explained, explanation)"
                            + " values (?1, ?2, ?3, ?4, ?5, cast(?6 as numeric), cast(?7 as numeric), ?8, ?9)"
                            + " on conflict (run_id, address) do nothing")
                    .setParameter(1, Ids.newId())
                    .setParameter(2, runId)
                    .setParameter(3, difference.subject())
                    .setParameter(4, difference.address().base58())
                    .setParameter(5, difference.slot())
                    .setParameter(6, difference.onChainBaseUnits().toString())
                    .setParameter(7, difference.expectedBaseUnits().toString())
                    .setParameter(8, difference.explained())
                    .setParameter(9, difference.explanation())
                    .executeUpdate();
        }
        return added;
    }

    private static Run run(Rows.Row row) {
        return new Run(
                row.uuid(0), Optional.ofNullable(row.uuidOrNull(1)), row.longAt(2), row.longAt(3), row.booleanAt(4));
    }
}
