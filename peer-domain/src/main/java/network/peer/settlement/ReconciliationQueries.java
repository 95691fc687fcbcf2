package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.settlement.ReconciliationStore.Difference;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/** What operators see of reconciliations: the runs, and page by page what each found. */
@ApplicationScoped
public class ReconciliationQueries {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected ReconciliationQueries() {
        this.entities = null;
    }

    @Inject
    public ReconciliationQueries(EntityManager entities) {
        this.entities = entities;
    }

    /** A run, as operators see it. */
    public record ReconciliationRun(
            UUID id, Instant startedAt, @Nullable Instant endedAt, long wallets, long differences) {}

    /** A difference of a run. */
    public record Found(UUID id, Instant foundAt, Difference difference) {}

    /** Newest first. */
    @Transactional
    public Page<ReconciliationRun> newestFirst(PageRequest request) {
        List<ReconciliationRun> rows = Rows.list(
                        entities.createNativeQuery("select id, started_at, ended_at, wallets, differences"
                                        + " from reconciliation_run where cast(?1 as uuid) is null or id < cast(?1 as uuid)"
                                        + " order by id desc limit " + (request.first() + 1))
                                .setParameter(1, Rows.text(request.afterId())))
                .stream()
                .map(row -> new ReconciliationRun(
                        row.uuid(0), row.instant(1), row.instantOrNull(2), row.longAt(3), row.longAt(4)))
                .toList();
        return Page.of(rows, request, run -> run.id().toString());
    }

    /** What a run has found so far, in the order in which it was found; nothing if there is no such run. */
    @Transactional
    public Page<Found> differences(UUID runId, PageRequest request) {
        List<Found> rows = Rows.list(
                        entities.createNativeQuery("select id, found_at, subject, address, slot, on_chain_base_units,"
                                        + " expected_base_units, explained, explanation from reconciliation_difference"
                                        + " where run_id = ?1 and (cast(?2 as uuid) is null or id > cast(?2 as uuid))"
                                        + " order by id limit " + (request.first() + 1))
                                .setParameter(1, runId)
                                .setParameter(2, Rows.text(request.afterId())))
                .stream()
                .map(row -> new Found(
                        row.uuid(0),
                        row.instant(1),
                        new Difference(
                                row.text(2),
                                new PublicKey(row.text(3)),
                                row.longAt(4),
                                new BigInteger(row.text(5)),
                                new BigInteger(row.text(6)),
                                row.booleanAt(7),
                                row.text(8))))
                .toList();
        return Page.of(rows, request, found -> found.id().toString());
    }
}
