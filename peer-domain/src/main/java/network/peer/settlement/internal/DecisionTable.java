package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.Decision;
import network.peer.settlement.IntentState;
import network.peer.token.Ids;

/** Operators' decisions and notes about intents. */
public final class DecisionTable {
    private static final String COLUMNS =
            "select d.id, d.intent_id, d.action, d.reason, d.requested_by, d.requested_at,"
                    + " d.approved_by, d.executed_at from settlement_decision d ";

    private final EntityManager entities;

    public DecisionTable(EntityManager entities) {
        this.entities = entities;
    }

    /** @return false if another decision about the intent is open */
    public boolean insert(UUID intentId, Decision.Action action, String reason, UUID requestedBy) {
        return entities.createNativeQuery(
                                "insert into settlement_decision (id, intent_id, action, reason, requested_by)"
                                        + " values (?1, ?2, ?3, ?4, ?5)"
                                        + " on conflict (intent_id) where executed_at is null do nothing")
                        .setParameter(1, Ids.newId())
                        .setParameter(2, intentId)
                        .setParameter(3, action.name())
                        .setParameter(4, reason)
                        .setParameter(5, requestedBy)
                        .executeUpdate()
                == 1;
    }

    public Optional<Decision> lock(UUID id) {
        return list(Rows.list(entities.createNativeQuery(COLUMNS + "where d.id = ?1 for no key update")
                        .setParameter(1, id)))
                .stream()
                .findFirst();
    }

    public void approve(UUID id, UUID approvedBy) {
        entities.createNativeQuery("update settlement_decision set approved_by = ?2, approved_at = clock_timestamp()"
                        + " where id = ?1 and approved_by is null")
                .setParameter(1, id)
                .setParameter(2, approvedBy)
                .executeUpdate();
    }

    /** Newest first. */
    public List<Decision> ofIntents(Collection<UUID> intentIds) {
        return list(Rows.list(entities.createNativeQuery(COLUMNS
                        + "where d.intent_id = any (cast(?1 as uuid[])) order by d.requested_at desc, d.id desc")
                .setParameter(1, Rows.array(intentIds))));
    }

    public Optional<IntentState> state(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select state from settlement_intent where id = ?1")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> IntentState.valueOf(row.text(0)))
                .findFirst();
    }

    public boolean hasOpenAttempt(UUID intentId) {
        return !Rows.list(entities.createNativeQuery(
                                "select 1 from settlement_attempt_intent where intent_id = ?1 and open")
                        .setParameter(1, intentId))
                .isEmpty();
    }

    public void insertNote(UUID intentId, String note, UUID writtenBy) {
        entities.createNativeQuery(
                        "insert into settlement_note (id, intent_id, note, written_by) values (?1, ?2, ?3, ?4)")
                .setParameter(1, Ids.newId())
                .setParameter(2, intentId)
                .setParameter(3, note)
                .setParameter(4, writtenBy)
                .executeUpdate();
    }

    private static List<Decision> list(List<Rows.Row> rows) {
        return rows.stream()
                .map(row -> new Decision(
                        row.uuid(0),
                        row.uuid(1),
                        Decision.Action.valueOf(row.text(2)),
                        row.text(3),
                        row.uuid(4),
                        row.instant(5),
                        row.uuidOrNull(6),
                        row.instantOrNull(7),
                        false))
                .toList();
    }
}
