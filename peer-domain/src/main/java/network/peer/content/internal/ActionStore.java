package network.peer.content.internal;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.content.ActionResult;
import network.peer.content.Payment;
import network.peer.database.Rows;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.ActionKind;

/** The statements over actions, their idempotency keys and the free allowance. */
public final class ActionStore {
    private final EntityManager entities;

    public ActionStore(EntityManager entities) {
        this.entities = entities;
    }

    /** What an idempotency key was used for. */
    public record FirstRequest(String inputHash, UUID actionId) {}

    /** Waits for a concurrent request with the same key. @return false if the key is used already */
    public boolean insertRequest(UUID actorId, String idempotencyKey, String inputHash, UUID actionId) {
        return entities.createNativeQuery("insert into content_request (actor_id, idempotency_key, input_hash,"
                                + " action_id) values (?1, ?2, ?3, ?4) on conflict do nothing")
                        .setParameter(1, actorId)
                        .setParameter(2, idempotencyKey)
                        .setParameter(3, inputHash)
                        .setParameter(4, actionId)
                        .executeUpdate()
                == 1;
    }

    public Optional<FirstRequest> findRequest(UUID actorId, String idempotencyKey) {
        return Rows.list(entities.createNativeQuery("select input_hash, action_id from content_request"
                                + " where actor_id = ?1 and idempotency_key = ?2")
                        .setParameter(1, actorId)
                        .setParameter(2, idempotencyKey))
                .stream()
                .map(row -> new FirstRequest(row.text(0), row.uuid(1)))
                .findFirst();
    }

    /** Uses one free unit up in the step that finds it. @return false if none is left */
    public boolean useAllowance(UUID userId, LocalDate day, ActionKind kind, int allowed) {
        if (allowed == 0) {
            return false;
        }
        return entities.createNativeQuery("insert into free_allowance_use as f (user_id, day, kind, used, allowed)"
                                + " values (?1, cast(?2 as date), ?3, 1, ?4) on conflict (user_id, day, kind)"
                                + " do update set used = f.used + 1, allowed = excluded.allowed"
                                + " where f.used < excluded.allowed")
                        .setParameter(1, userId)
                        .setParameter(2, day.toString())
                        .setParameter(3, kind.name())
                        .setParameter(4, allowed)
                        .executeUpdate()
                == 1;
    }

    public Map<ActionKind, Integer> used(UUID userId, LocalDate day) {
        Map<ActionKind, Integer> used = new EnumMap<>(ActionKind.class);
        Rows.list(entities.createNativeQuery("select kind, used from free_allowance_use"
                                + " where user_id = ?1 and day = cast(?2 as date)")
                        .setParameter(1, userId)
                        .setParameter(2, day.toString()))
                .forEach(row -> used.put(ActionKind.valueOf(row.text(0)), row.intAt(1)));
        return used;
    }

    public boolean isDone(UUID actorId, UUID postId, ActionKind kind) {
        return !Rows.list(entities.createNativeQuery(
                                "select 1 from content_action where actor_id = ?1 and post_id = ?2 and kind = ?3")
                        .setParameter(1, actorId)
                        .setParameter(2, postId)
                        .setParameter(3, kind.name()))
                .isEmpty();
    }

    /** Waits for a concurrent action of the same kind. @return false if it was done before and can be done once */
    public boolean insert(ActionResult action, UUID actorId, UUID postAuthorId) {
        return entities.createNativeQuery("insert into content_action (id, kind, actor_id, post_id, post_author_id,"
                                + " comment_id, payment, price_base_units, ledger_transaction_id, recorded_at,"
                                + " action_day, tokenomics_version) values (?1, ?2, ?3, ?4, ?5, cast(?6 as uuid), ?7,"
                                + " ?8, cast(?9 as uuid), ?10, cast(?11 as date), ?12) on conflict do nothing")
                        .setParameter(1, action.actionId())
                        .setParameter(2, action.kind().name())
                        .setParameter(3, actorId)
                        .setParameter(4, action.postId())
                        .setParameter(5, postAuthorId)
                        .setParameter(6, Rows.text(action.commentId()))
                        .setParameter(7, action.payment().name())
                        .setParameter(8, action.price().baseUnits())
                        .setParameter(9, Rows.text(action.ledgerTransactionId()))
                        .setParameter(10, Timestamp.from(action.recordedAt()))
                        .setParameter(
                                11,
                                LocalDate.ofInstant(action.recordedAt(), ZoneOffset.UTC)
                                        .toString())
                        .setParameter(12, action.tokenomicsVersion())
                        .executeUpdate()
                == 1;
    }

    public ActionResult replay(UUID actionId) {
        Rows.Row row = Rows.single(entities.createNativeQuery("select id, kind, post_id, comment_id, payment,"
                        + " price_base_units, ledger_transaction_id, recorded_at, tokenomics_version"
                        + " from content_action where id = ?1")
                .setParameter(1, actionId));
        return new ActionResult(
                row.uuid(0),
                ActionKind.valueOf(row.text(1)),
                row.uuid(2),
                row.uuidOrNull(3),
                Payment.valueOf(row.text(4)),
                new TokenAmount(row.longAt(5)),
                row.uuidOrNull(6),
                row.instant(7),
                row.intAt(8),
                true);
    }
}
