package network.peer.ledger.internal;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.PostedTransaction.PostedPosting;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.TransactionKind;
import network.peer.ledger.Unit;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** The statements of the ledger. Postings go in by one statement, so that its trigger runs once per transaction. */
public final class LedgerStore {
    private final EntityManager entities;

    public LedgerStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A ledger transaction that is about to be posted. */
    public record NewTransaction(
            UUID id,
            TransactionKind kind,
            String idempotencyKey,
            String inputHash,
            Instant recordedAt,
            int tokenomicsVersion,
            @Nullable LocalDate rewardDay,
            @Nullable UUID reversesId) {

        public static NewTransaction of(UUID id, PostCommand command) {
            return new NewTransaction(
                    id,
                    command.kind(),
                    command.idempotencyKey(),
                    command.inputHash(),
                    command.recordedAt(),
                    command.tokenomicsVersion(),
                    command.rewardDay(),
                    null);
        }

        /** @param postings what is undone of the original */
        public static NewTransaction reversing(
                RecordedTransaction original, Collection<UUID> postings, String key, Instant recordedAt) {
            return new NewTransaction(
                    Ids.newId(),
                    TransactionKind.REVERSAL,
                    key,
                    Ids.hash("reversal", original.id().toString(), postings.toString()),
                    recordedAt,
                    original.tokenomicsVersion(),
                    null,
                    original.id());
        }
    }

    /**
     * A posting that is about to be posted.
     *
     * @param reversesId the posting that it undoes, if any
     */
    public record NewPosting(Posting posting, @Nullable UUID reversesId) {}

    /** A ledger transaction as it stands in the books. */
    public record RecordedTransaction(UUID id, TransactionKind kind, String inputHash, int tokenomicsVersion) {}

    /**
     * What is held of an account.
     *
     * @param outcome POSTED or VOIDED; null while it holds
     */
    public record Reservation(
            UUID id,
            LedgerAccountId account,
            TokenAmount amount,
            String inputHash,
            @Nullable String outcome) {}

    /** An account's balance in base units, free and held. */
    public record FoundBalance(long availableBaseUnits, long reservedBaseUnits) {}

    /** A balance that stays as it is until the end of the transaction. */
    public record LockedBalance(LedgerAccountId account, long availableBaseUnits, boolean mayBeNegative) {}

    public void insertUserAccount(LedgerAccountId id, UUID userId, Unit unit) {
        entities.createNativeQuery("insert into ledger_account (id, unit, user_id) values (?1, ?2, ?3)")
                .setParameter(1, id.value())
                .setParameter(2, unit.name())
                .setParameter(3, userId)
                .executeUpdate();
    }

    public Optional<LedgerAccountId> findUserAccount(UUID userId, Unit unit) {
        return Rows.list(entities.createNativeQuery("select id from ledger_account where user_id = ?1 and unit = ?2")
                        .setParameter(1, userId)
                        .setParameter(2, unit.name()))
                .stream()
                .map(row -> new LedgerAccountId(row.uuid(0)))
                .findFirst();
    }

    public Optional<FoundBalance> findBalance(LedgerAccountId account) {
        return Rows.list(entities.createNativeQuery("select available_base_units, reserved_base_units"
                                + " from ledger_account_balance where account_id = ?1")
                        .setParameter(1, account.value()))
                .stream()
                .map(row -> new FoundBalance(row.longAt(0), row.longAt(1)))
                .findFirst();
    }

    /** Locks the accounts in the order of their ids and folds what was credited to them meanwhile. */
    public List<LockedBalance> lock(Collection<LedgerAccountId> accounts) {
        String ids = Rows.array(accounts);
        return Rows.list(entities.createNativeQuery("select account_id, available_base_units, may_be_negative"
                                + " from ledger_lock(cast(?1 as uuid[]))")
                        .setParameter(1, ids))
                .stream()
                .map(row -> new LockedBalance(new LedgerAccountId(row.uuid(0)), row.longAt(1), row.booleanAt(2)))
                .toList();
    }

    /** Waits for a concurrent transaction with the same key. @return false if the key is used already */
    public boolean insertTransaction(NewTransaction transaction) {
        return entities.createNativeQuery("insert into ledger_transaction (id, kind, idempotency_key, input_hash,"
                                + " recorded_at, tokenomics_version, reward_day, reverses_id)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, cast(?7 as date), cast(?8 as uuid))"
                                + " on conflict (idempotency_key) do nothing")
                        .setParameter(1, transaction.id())
                        .setParameter(2, transaction.kind().name())
                        .setParameter(3, transaction.idempotencyKey())
                        .setParameter(4, transaction.inputHash())
                        .setParameter(5, Timestamp.from(transaction.recordedAt()))
                        .setParameter(6, transaction.tokenomicsVersion())
                        .setParameter(7, Rows.text(transaction.rewardDay()))
                        .setParameter(8, Rows.text(transaction.reversesId()))
                        .executeUpdate()
                == 1;
    }

    public List<PostedPosting> insertPostings(UUID transactionId, List<NewPosting> postings) {
        List<PostedPosting> posted = new ArrayList<>(postings.size());
        StringBuilder json = new StringBuilder("[");
        for (NewPosting one : postings) {
            UUID id = Ids.newId();
            Posting posting = one.posting();
            json.append(posted.isEmpty() ? "" : ",")
                    .append(
                            "{\"id\":\"%s\",\"ordinal\":%d,\"role\":\"%s\",\"debit\":\"%s\",\"credit\":\"%s\",\"amount\":%d,\"reverses\":%s}"
                                    .formatted(
                                            id,
                                            posted.size(),
                                            posting.role(),
                                            posting.debit(),
                                            posting.credit(),
                                            posting.amount().baseUnits(),
                                            one.reversesId() == null ? "null" : "\"" + one.reversesId() + "\""));
            posted.add(new PostedPosting(id, posting, one.reversesId()));
        }
        entities.createNativeQuery("insert into ledger_posting (id, ledger_transaction_id, ordinal, role, unit,"
                        + " debit_account_id, credit_account_id, amount_base_units, reverses_id)"
                        + " select p.id, ?1, p.ordinal, p.role, a.unit, p.debit, p.credit, p.amount, p.reverses"
                        + " from jsonb_to_recordset(cast(?2 as jsonb)) as p (id uuid, ordinal integer, role text,"
                        + " debit uuid, credit uuid, amount bigint, reverses uuid)"
                        + " join ledger_account a on a.id = p.debit")
                .setParameter(1, transactionId)
                .setParameter(2, json.append(']').toString())
                .executeUpdate();
        return posted;
    }

    public long leftInDailyPool(LocalDate rewardDay, int tokenomicsVersion) {
        return Rows.single(entities.createNativeQuery("select coalesce("
                                + "(select pool_base_units - minted_base_units from ledger_emission"
                                + " where reward_day = cast(?1 as date)),"
                                + " (select daily_pool_base_units from tokenomics where version = ?2))")
                        .setParameter(1, rewardDay.toString())
                        .setParameter(2, tokenomicsVersion))
                .longAt(0);
    }

    public RecordedTransaction findByIdempotencyKey(String key) {
        return recorded(Rows.single(entities.createNativeQuery("select id, kind, input_hash, tokenomics_version"
                        + " from ledger_transaction where idempotency_key = ?1")
                .setParameter(1, key)));
    }

    public Optional<RecordedTransaction> findTransaction(UUID id) {
        return Rows.list(entities.createNativeQuery("select id, kind, input_hash, tokenomics_version"
                                + " from ledger_transaction where id = ?1")
                        .setParameter(1, id))
                .stream()
                .map(LedgerStore::recorded)
                .findFirst();
    }

    public boolean isReversed(Collection<UUID> postingIds) {
        return !Rows.list(entities.createNativeQuery(
                                "select 1 from ledger_posting where reverses_id = any (cast(?1 as uuid[]))")
                        .setParameter(1, Rows.array(postingIds)))
                .isEmpty();
    }

    /** The transaction's postings in their order, by id. */
    public Map<UUID, Posting> postings(UUID transactionId) {
        Map<UUID, Posting> postings = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select id, debit_account_id, credit_account_id, role,"
                        + " amount_base_units from ledger_posting where ledger_transaction_id = ?1 order by ordinal")
                .setParameter(1, transactionId))) {
            postings.put(
                    row.uuid(0),
                    new Posting(
                            new LedgerAccountId(row.uuid(1)),
                            new LedgerAccountId(row.uuid(2)),
                            PostingRole.valueOf(row.text(3)),
                            new TokenAmount(row.longAt(4))));
        }
        return postings;
    }

    public void insertReservation(
            UUID id, LedgerAccountId account, TokenAmount amount, String idempotencyKey, String inputHash) {
        entities.createNativeQuery("insert into ledger_reservation (id, account_id, amount_base_units, idempotency_key,"
                        + " input_hash) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, id)
                .setParameter(2, account.value())
                .setParameter(3, amount.baseUnits())
                .setParameter(4, idempotencyKey)
                .setParameter(5, inputHash)
                .executeUpdate();
    }

    public void endReservation(UUID id, String outcome, @Nullable UUID ledgerTransactionId) {
        entities.createNativeQuery("insert into ledger_reservation_end (reservation_id, outcome, ledger_transaction_id)"
                        + " values (?1, ?2, cast(?3 as uuid))")
                .setParameter(1, id)
                .setParameter(2, outcome)
                .setParameter(3, Rows.text(ledgerTransactionId))
                .executeUpdate();
    }

    public Optional<Reservation> findReservation(UUID id) {
        return reservation("r.id = ?1", id);
    }

    public Optional<Reservation> findReservation(String idempotencyKey) {
        return reservation("r.idempotency_key = ?1", idempotencyKey);
    }

    private Optional<Reservation> reservation(String condition, Object parameter) {
        return Rows.list(entities.createNativeQuery("select r.id, r.account_id, r.amount_base_units, r.input_hash,"
                                + " e.outcome from ledger_reservation r"
                                + " left join ledger_reservation_end e on e.reservation_id = r.id where " + condition)
                        .setParameter(1, parameter))
                .stream()
                .map(row -> new Reservation(
                        row.uuid(0),
                        new LedgerAccountId(row.uuid(1)),
                        new TokenAmount(row.longAt(2)),
                        row.text(3),
                        row.textOrNull(4)))
                .findFirst();
    }

    private static RecordedTransaction recorded(Rows.Row row) {
        return new RecordedTransaction(row.uuid(0), TransactionKind.valueOf(row.text(1)), row.text(2), row.intAt(3));
    }
}
