package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.operations.AuditLog;
import network.peer.settlement.PauseScope;

/**
 * The stop for lost commits: since which derivation index it holds, whether a rebuild has placed all that the chain has, and
 * who asked to lift it though something is left to decide.
 */
public final class RecoveryPause {
    private static final String SCOPE = PauseScope.RECOVERY.code();

    private final EntityManager entities;

    public RecoveryPause(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * How far it is.
     *
     * @param rebuilt whether a rebuild has placed all that the chain has, in the database's present incarnation
     */
    public record Progress(boolean rebuilt, Optional<UUID> resumeRequestedBy) {}

    /** Stops all lanes; keeps the first reason, and forgets what an earlier rebuild has placed. */
    public void begin(String reason) {
        boolean added = Rows.single(
                        entities.createNativeQuery("insert into settlement_pause (scope, reason, next_derivation_index)"
                                        + " select ?1, ?2, last_value + case when is_called then 1 else 0 end from wallet_derivation_index"
                                        + " on conflict (scope) do update set rebuilt_in = null, rebuilt_whole = false,"
                                        + " resume_requested_by = null, resume_approved_by = null,"
                                        + " next_derivation_index = least(settlement_pause.next_derivation_index,"
                                        + "  excluded.next_derivation_index) returning xmax = 0")
                                .setParameter(1, SCOPE)
                                .setParameter(2, reason))
                .booleanAt(0);
        if (added) {
            new AuditLog(entities).record(null, "pause-settlement", SCOPE, reason);
        }
    }

    /** Notes that all that the chain has is placed, as far as this incarnation of the database goes. */
    public void placed() {
        entities.createNativeQuery(
                        "update settlement_pause set rebuilt_in = " + PostgresIncarnation.SQL + " where scope = ?1")
                .setParameter(1, SCOPE)
                .executeUpdate();
    }

    /** Ends it, nothing being left to decide; only what is {@link #placed} can end. */
    public void endWhole() {
        entities.createNativeQuery("update settlement_pause set rebuilt_whole = true where scope = ?1")
                .setParameter(1, SCOPE)
                .executeUpdate();
        delete();
    }

    /** Empty if there is none; locked, so that two operators do not ask at once. */
    public Optional<Progress> lock() {
        return Rows.list(entities.createNativeQuery("select coalesce(rebuilt_in = " + PostgresIncarnation.SQL
                                + ", false), resume_requested_by from settlement_pause where scope = ?1 for update")
                        .setParameter(1, SCOPE))
                .stream()
                .map(row -> new Progress(row.booleanAt(0), Optional.ofNullable(row.uuidOrNull(1))))
                .findFirst();
    }

    public void requestResume(UUID operatorId) {
        entities.createNativeQuery("update settlement_pause set resume_requested_by = ?2 where scope = ?1")
                .setParameter(1, SCOPE)
                .setParameter(2, operatorId)
                .executeUpdate();
    }

    /** Ends it as the second of two operators. */
    public void approveResume(UUID operatorId) {
        entities.createNativeQuery("update settlement_pause set resume_approved_by = ?2 where scope = ?1")
                .setParameter(1, SCOPE)
                .setParameter(2, operatorId)
                .executeUpdate();
        delete();
    }

    private void delete() {
        entities.createNativeQuery("delete from settlement_pause where scope = ?1")
                .setParameter(1, SCOPE)
                .executeUpdate();
    }
}
