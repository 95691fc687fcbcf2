package network.peer.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.ledger.internal.NewestTransactions;
import org.jspecify.annotations.Nullable;

/**
 * The books as those who check them read them: accounts, ledger transactions, postings, as they stand. Each list costs one
 * statement, whatever its length, and no account is too busy for it.
 */
@ApplicationScoped
public class LedgerBooks {
    private static final String TRANSACTION =
            "select t.id, t.kind, t.idempotency_key, t.recorded_at, t.tokenomics_version, t.reward_day, t.reverses_id, ";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected LedgerBooks() {
        this.entities = null;
    }

    @Inject
    public LedgerBooks(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * An account and whose it is: a user's or a system account.
     *
     * @param system null if it is a user's
     * @param userId null if it is a system account
     */
    public record Owner(
            LedgerAccountId account,
            @Nullable SystemAccount system,
            @Nullable UUID userId) {
        private static Owner of(UUID account, @Nullable UUID userId) {
            LedgerAccountId id = new LedgerAccountId(account);
            SystemAccount system = Arrays.stream(SystemAccount.values())
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElse(null);
            return new Owner(id, system, userId);
        }
    }

    /** An account with what stands on it, in base units or lamports; negative only on some system accounts. */
    public record Account(Owner owner, Unit unit, long availableBaseUnits, long reservedBaseUnits) {}

    /**
     * A ledger transaction without its postings.
     *
     * @param idempotencyKey under which it was posted, once and for ever
     * @param reversesId the ledger transaction that it undoes; null unless it is a reversal
     */
    public record Transaction(
            UUID id,
            TransactionKind kind,
            String idempotencyKey,
            Instant recordedAt,
            int tokenomicsVersion,
            @Nullable LocalDate rewardDay,
            @Nullable UUID reversesId) {}

    /** A posting, in base units or lamports. */
    public record BookedPosting(
            UUID id, int ordinal, PostingRole role, Unit unit, Owner debit, Owner credit, long baseUnits) {}

    /** Every account that belongs to no user, in the order of their ids. */
    @Transactional
    public List<Account> systemAccounts() {
        return accounts(entities.createNativeQuery(accountsWhere("system_code is not null")));
    }

    /** The accounts of a user; none if there is no such user. */
    @Transactional
    public List<Account> accountsOf(UUID userId) {
        return accounts(
                entities.createNativeQuery(accountsWhere("user_id = ?1")).setParameter(1, userId));
    }

    /** All ledger transactions, newest first. */
    @Transactional
    public Page<Transaction> transactions(PageRequest request) {
        return page(
                entities.createNativeQuery(TRANSACTION + "t.id from ledger_transaction t"
                                + " where cast(?1 as uuid) is null or t.id < cast(?1 as uuid)"
                                + " order by t.id desc limit " + (request.first() + 1))
                        .setParameter(1, Rows.text(request.afterId())),
                request);
    }

    /** Those that moved something on an account, newest first; none if there is no such account. */
    @Transactional
    public Page<Transaction> transactions(LedgerAccountId account, PageRequest request) {
        return page(
                entities.createNativeQuery(TRANSACTION + "t.id from ("
                                + NewestTransactions.ofBothSides("", request.first() + 1) + ") page"
                                + " join ledger_transaction t on t.id = page.id order by t.id desc")
                        .setParameter(1, account.value())
                        .setParameter(2, Rows.text(request.afterId())),
                request);
    }

    /**
     * The postings of each ledger transaction in their order, a page of each.
     *
     * @throws BusinessException BAD_INPUT for a cursor of another list
     */
    @Transactional
    public Map<UUID, Page<BookedPosting>> postings(Collection<UUID> transactionIds, PageRequest request) {
        Map<UUID, List<BookedPosting>> postings = new LinkedHashMap<>();
        transactionIds.forEach(id -> postings.put(id, new ArrayList<>()));
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select t.id, p.id, p.ordinal, p.role, p.unit,"
                        + " d.id, d.user_id, c.id, c.user_id, p.amount_base_units"
                        + " from unnest(cast(?1 as uuid[])) as t (id) cross join lateral (select * from ledger_posting"
                        + "  where ledger_transaction_id = t.id and ordinal > ?2 order by ordinal limit "
                        + (request.first() + 1) + ") p"
                        + " join ledger_account d on d.id = p.debit_account_id"
                        + " join ledger_account c on c.id = p.credit_account_id order by t.id, p.ordinal")
                .setParameter(1, Rows.array(transactionIds))
                .setParameter(2, ordinal(request.afterKey())))) {
            postings.computeIfAbsent(row.uuid(0), id -> new ArrayList<>())
                    .add(new BookedPosting(
                            row.uuid(1),
                            row.intAt(2),
                            PostingRole.valueOf(row.text(3)),
                            Unit.valueOf(row.text(4)),
                            Owner.of(row.uuid(5), row.uuidOrNull(6)),
                            Owner.of(row.uuid(7), row.uuidOrNull(8)),
                            row.longAt(9)));
        }
        Map<UUID, Page<BookedPosting>> pages = new LinkedHashMap<>();
        postings.forEach(
                (id, found) -> pages.put(id, Page.of(found, request, posting -> Integer.toString(posting.ordinal()))));
        return pages;
    }

    private static String accountsWhere(String condition) {
        return "select account_id, user_id, unit, available_base_units, reserved_base_units"
                + " from ledger_account_balance where " + condition + " order by account_id";
    }

    private static List<Account> accounts(Query query) {
        return Rows.list(query).stream()
                .map(row -> new Account(
                        Owner.of(row.uuid(0), row.uuidOrNull(1)),
                        Unit.valueOf(row.text(2)),
                        row.longAt(3),
                        row.longAt(4)))
                .toList();
    }

    /** The last column of the query is the sort key. */
    private static Page<Transaction> page(Query query, PageRequest request) {
        List<Keyed> rows = Rows.list(query).stream()
                .map(row -> new Keyed(
                        new Transaction(
                                row.uuid(0),
                                TransactionKind.valueOf(row.text(1)),
                                row.text(2),
                                row.instant(3),
                                row.intAt(4),
                                row.isNull(5) ? null : row.date(5),
                                row.uuidOrNull(6)),
                        row.uuid(7)))
                .toList();
        return Page.of(rows, request, row -> row.key().toString()).map(Keyed::transaction);
    }

    private record Keyed(Transaction transaction, UUID key) {}

    private static int ordinal(@Nullable String key) {
        if (key == null) {
            return -1;
        }
        if (!key.matches("[0-9]{1,9}")) {
            throw PageRequest.unknownCursor();
        }
        return Integer.parseInt(key);
    }
}
