package network.peer.transfer.internal;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.ledger.PostingRole;
import network.peer.ledger.TransactionKind;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.FeeBreakdown;
import network.peer.transfer.MovementReceipt;
import org.jspecify.annotations.Nullable;

/** The statements over transfers, their messages and the idempotency keys of all that users move themselves. */
public final class TransferStore {
    private final EntityManager entities;

    public TransferStore(EntityManager entities) {
        this.entities = entities;
    }

    /** What an idempotency key was used for. */
    public record FirstRequest(String inputHash, UUID ledgerTransactionId) {}

    /** One end of a movement, kept as it is until the transaction ends. */
    public record Party(
            UUID userId,
            boolean active,
            boolean verified,
            @Nullable UUID inviterId) {}

    /** Waits for a concurrent request with the same key. @return false if the key is used already */
    public boolean insertRequest(UUID actorId, String idempotencyKey, String inputHash, UUID ledgerTransactionId) {
        return entities.createNativeQuery("insert into movement_request (actor_id, idempotency_key, input_hash,"
                                + " ledger_transaction_id) values (?1, ?2, ?3, ?4) on conflict do nothing")
                        .setParameter(1, actorId)
                        .setParameter(2, idempotencyKey)
                        .setParameter(3, inputHash)
                        .setParameter(4, ledgerTransactionId)
                        .executeUpdate()
                == 1;
    }

    public Optional<FirstRequest> findRequest(UUID actorId, String idempotencyKey) {
        return Rows.list(entities.createNativeQuery("select input_hash, ledger_transaction_id from movement_request"
                                + " where actor_id = ?1 and idempotency_key = ?2")
                        .setParameter(1, actorId)
                        .setParameter(2, idempotencyKey))
                .stream()
                .map(row -> new FirstRequest(row.text(0), row.uuid(1)))
                .findFirst();
    }

    /**
     * The users among these ids. Their status stays as it is until this transaction ends: a share lock, which others who
     * move tokens take as well, so that nobody waits but who suspends or deletes one of them.
     */
    public Map<UUID, Party> shareParties(Collection<UUID> userIds) {
        Map<UUID, Party> parties = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select id, status = 'ACTIVE',"
                        + " verified_at is not null, inviter_id from app_user where id = any (cast(?1 as uuid[]))"
                        + " order by id for share")
                .setParameter(1, Rows.array(userIds)))) {
            parties.put(row.uuid(0), new Party(row.uuid(0), row.booleanAt(1), row.booleanAt(2), row.uuidOrNull(3)));
        }
        return parties;
    }

    public void insertTransfer(
            UUID ledgerTransactionId, UUID senderId, UUID recipientId, TokenAmount net, @Nullable String message) {
        entities.createNativeQuery("insert into transfer (ledger_transaction_id, sender_id, recipient_id,"
                        + " net_base_units, message) values (?1, ?2, ?3, ?4, cast(?5 as text))")
                .setParameter(1, ledgerTransactionId)
                .setParameter(2, senderId)
                .setParameter(3, recipientId)
                .setParameter(4, net.baseUnits())
                .setParameter(5, message)
                .executeUpdate();
    }

    /** The first answer again, from what stands in the books. */
    public MovementReceipt replay(UUID ledgerTransactionId) {
        Rows.Row first =
                Rows.single(entities.createNativeQuery("select t.kind, t.recorded_at, r.recipient_id, r.message"
                                + " from ledger_transaction t left join transfer r on r.ledger_transaction_id = t.id"
                                + " where t.id = ?1")
                        .setParameter(1, ledgerTransactionId));
        Map<PostingRole, TokenAmount> parts = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery(
                        "select role, amount_base_units from ledger_posting where ledger_transaction_id = ?1")
                .setParameter(1, ledgerTransactionId))) {
            parts.merge(PostingRole.valueOf(row.text(0)), new TokenAmount(row.longAt(1)), TokenAmount::plus);
        }
        return new MovementReceipt(
                ledgerTransactionId,
                TransactionKind.valueOf(first.text(0)),
                first.uuidOrNull(2),
                new FeeBreakdown(
                        parts.getOrDefault(PostingRole.PRINCIPAL, TokenAmount.ZERO),
                        parts.getOrDefault(PostingRole.COMPANY_FEE, TokenAmount.ZERO),
                        parts.getOrDefault(PostingRole.BURN_FEE, TokenAmount.ZERO),
                        parts.getOrDefault(PostingRole.INVITER_FEE, TokenAmount.ZERO)),
                first.textOrNull(3),
                first.instant(1),
                true);
    }

    /** By ledger transaction; one without a message, or that the reader neither sent nor received, is left out. */
    public Map<UUID, String> messages(UUID readerId, Collection<UUID> ledgerTransactionIds) {
        Map<UUID, String> messages = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select ledger_transaction_id, message from transfer"
                        + " where ledger_transaction_id = any (cast(?1 as uuid[])) and message is not null"
                        + " and (sender_id = ?2 or recipient_id = ?2)")
                .setParameter(1, Rows.array(ledgerTransactionIds))
                .setParameter(2, readerId))) {
            messages.put(row.uuid(0), row.text(1));
        }
        return messages;
    }
}
