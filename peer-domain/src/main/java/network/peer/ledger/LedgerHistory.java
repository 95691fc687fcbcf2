package network.peer.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.ledger.internal.NewestTransactions;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** An account's movements as its holder sees them, newest first. */
@ApplicationScoped
public class LedgerHistory {
    private static final String PASSES_FILTER =
            "and (not cast(?3 as boolean) or exists (select 1 from ledger_transaction m"
                    + " where m.id = p.ledger_transaction_id"
                    + " and (cast(?4 as text[]) = '{}' or m.kind = any (cast(?4 as text[])))"
                    + " and (cast(?5 as timestamptz) is null or m.recorded_at >= cast(?5 as timestamptz))"
                    + " and (cast(?6 as timestamptz) is null or m.recorded_at < cast(?6 as timestamptz))))";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected LedgerHistory() {
        this.entities = null;
    }

    @Inject
    public LedgerHistory(EntityManager entities) {
        this.entities = entities;
    }

    /** Whether the holder received or paid. */
    public enum Direction {
        IN,
        OUT
    }

    /**
     * One ledger transaction as seen from one account.
     *
     * @param counterpartUserId the user at the other end; null if that is a system account
     * @param counterpartSystem the system account at the other end; null if that is a user
     * @param gross what left or reached the account, fees included
     * @param net without fees
     * @param earnedAsInviter the part of {@code gross} that is the account's share of somebody else's fees
     * @param postingIds the account's own postings, by which the settlement is found
     */
    public record Movement(
            UUID ledgerTransactionId,
            TransactionKind kind,
            Direction direction,
            @Nullable UUID counterpartUserId,
            @Nullable SystemAccount counterpartSystem,
            TokenAmount gross,
            TokenAmount net,
            TokenAmount companyFee,
            TokenAmount burnFee,
            TokenAmount inviterFee,
            TokenAmount earnedAsInviter,
            Instant recordedAt,
            @Nullable LocalDate rewardDay,
            List<UUID> postingIds) {
        public Movement {
            postingIds = List.copyOf(postingIds);
        }
    }

    /** All movements of an account. */
    @Transactional
    public Page<Movement> movements(LedgerAccountId account, PageRequest request) {
        return movements(account, HistoryFilter.ALL, request);
    }

    /** The movements of an account that a filter lets through. A movement has one direction: nobody pays oneself. */
    @Transactional
    public Page<Movement> movements(LedgerAccountId account, HistoryFilter filter, PageRequest request) {
        String key = request.afterKey();
        Map<UUID, List<Rows.Row>> byTransaction = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("with page as ("
                        + page(filter.direction(), request.first() + 1)
                        + ") select t.id, t.kind, t.recorded_at, t.reward_day, p.id, p.role, p.amount_base_units,"
                        + " p.debit_account_id = ?1, o.user_id, o.system_code"
                        + " from page join ledger_transaction t on t.id = page.id"
                        + " join ledger_posting p on p.ledger_transaction_id = t.id"
                        + " and (p.debit_account_id = ?1 or p.credit_account_id = ?1)"
                        + " join ledger_account o on o.id = case when p.debit_account_id = ?1"
                        + "  then p.credit_account_id else p.debit_account_id end"
                        + " order by t.id desc, p.ordinal")
                .setParameter(1, account.value())
                .setParameter(2, key == null ? null : uuid(key))
                .setParameter(3, filter.looksAtTransactions())
                .setParameter(4, Rows.array(filter.kinds()))
                .setParameter(5, Rows.text(filter.from()))
                .setParameter(6, Rows.text(filter.until())))) {
            byTransaction.computeIfAbsent(row.uuid(0), id -> new ArrayList<>()).add(row);
        }
        List<Movement> movements =
                byTransaction.values().stream().map(LedgerHistory::movement).toList();
        return Page.of(
                movements, request, movement -> movement.ledgerTransactionId().toString());
    }

    private static String page(@Nullable Direction direction, int limit) {
        if (direction == null) {
            return NewestTransactions.ofBothSides(PASSES_FILTER, limit);
        }
        return switch (direction) {
            case IN -> NewestTransactions.ofSide("credit", PASSES_FILTER, limit);
            case OUT -> NewestTransactions.ofSide("debit", PASSES_FILTER, limit);
        };
    }

    private static Movement movement(List<Rows.Row> postings) {
        Rows.Row first = postings.get(0);
        Map<PostingRole, TokenAmount> byRole = new LinkedHashMap<>();
        for (Rows.Row posting : postings) {
            byRole.merge(PostingRole.valueOf(posting.text(5)), new TokenAmount(posting.longAt(6)), TokenAmount::plus);
        }
        Direction direction = first.booleanAt(7) ? Direction.OUT : Direction.IN;
        TokenAmount gross = byRole.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
        return new Movement(
                first.uuid(0),
                TransactionKind.valueOf(first.text(1)),
                direction,
                first.uuidOrNull(8),
                first.isNull(9) ? null : SystemAccount.valueOf(first.text(9)),
                gross,
                direction == Direction.IN ? gross : byRole.getOrDefault(PostingRole.PRINCIPAL, TokenAmount.ZERO),
                fee(direction, byRole, PostingRole.COMPANY_FEE),
                fee(direction, byRole, PostingRole.BURN_FEE),
                fee(direction, byRole, PostingRole.INVITER_FEE),
                direction == Direction.IN
                        ? byRole.getOrDefault(PostingRole.INVITER_FEE, TokenAmount.ZERO)
                        : TokenAmount.ZERO,
                first.instant(2),
                first.isNull(3) ? null : first.date(3),
                postings.stream().map(posting -> posting.uuid(4)).toList());
    }

    /** Who receives pays no fee: an inviter's share is what the inviter gets. */
    private static TokenAmount fee(Direction direction, Map<PostingRole, TokenAmount> byRole, PostingRole role) {
        return direction == Direction.IN ? TokenAmount.ZERO : byRole.getOrDefault(role, TokenAmount.ZERO);
    }

    private static String uuid(String key) {
        try {
            return UUID.fromString(key).toString();
        } catch (IllegalArgumentException notAnId) {
            throw PageRequest.unknownCursor();
        }
    }
}
