package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** What users and operators see of settlement; lists are answered by one statement each, whatever their length. */
@ApplicationScoped
public class SettlementQueries {
    private static final String SETTLEMENT = "select i.id, i.kind, i.state, i.business_key, i.ledger_transaction_id,"
            + " i.work, i.attempts, i.last_problem, i.created_at, i.settled_at, i.position,"
            + " (select coalesce(sum(l.amount_base_units), 0) from settlement_leg l where l.intent_id = i.id),"
            + " n.net_intent_id from settlement_intent i left join settlement_net_window n on n.id = i.window_id ";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected SettlementQueries() {
        this.entities = null;
    }

    @Inject
    public SettlementQueries(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * An intent, as operators see it.
     *
     * @param ledgerTransactionId null for a NET and for a MIGRATION
     * @param netId of a member whose window is closed: the NET that pays it
     */
    public record Settlement(
            UUID id,
            IntentKind kind,
            IntentState state,
            String businessKey,
            @Nullable UUID ledgerTransactionId,
            LaneWork work,
            int attempts,
            @Nullable String lastProblem,
            Instant createdAt,
            @Nullable Instant settledAt,
            long position,
            TokenAmount amount,
            @Nullable UUID netId) {}

    /**
     * An attempt, as operators see it; never its bytes.
     *
     * @param priorityFeeMicroLamports offered for each compute unit
     * @param costs once they are booked
     * @param absenceProof why it is certain that it did not land, as JSON; of an EXPIRED one only
     */
    public record Attempt(
            UUID id,
            AttemptState state,
            String lane,
            TransactionSignature signature,
            String memo,
            String blockhash,
            long lastValidBlockHeight,
            long computeUnitLimit,
            long priorityFeeMicroLamports,
            @Nullable Long landedSlot,
            @Nullable Costs costs,
            @Nullable String problem,
            @Nullable String absenceProof,
            Instant createdAt,
            @Nullable Instant closedAt) {

        /** What the chain took for it, in lamports; the rent is that of accounts it made. */
        public record Costs(long feeLamports, long rentLamports) {}
    }

    /** How far a movement is on its way to the chain. */
    public enum Progress {
        RECORDED,
        SUBMITTED,
        CONFIRMED,
        FINALIZED
    }

    /**
     * A movement's settlement.
     *
     * @param signature of the attempt that is open, if any; what netted to nothing is FINALIZED without one
     */
    public record MovementSettlement(
            Progress progress, @Nullable TransactionSignature signature) {}

    /**
     * Intents, newest first.
     *
     * @param state only these, if given
     */
    @Transactional
    public Page<Settlement> settlements(@Nullable IntentState state, PageRequest request) {
        String key = request.afterKey();
        Query query = entities.createNativeQuery(SETTLEMENT
                        + "where (cast(?1 as text) is null or i.state = cast(?1 as text))"
                        + (isAlwaysOpen(state) ? " and i.id in (select intent_id from settlement_open_leg)" : "")
                        + " and (cast(?2 as bigint) is null or i.position < cast(?2 as bigint))"
                        + " order by i.position desc limit " + (request.first() + 1))
                .setParameter(1, state == null ? null : state.name())
                .setParameter(2, key == null ? null : position(key));
        List<Settlement> rows =
                Rows.list(query).stream().map(SettlementQueries::settlement).toList();
        return Page.of(rows, request, row -> Long.toString(row.position()));
    }

    /** Few intents are: they need not be looked for among all that was ever settled. */
    private static boolean isAlwaysOpen(@Nullable IntentState state) {
        return state == IntentState.CLAIMED || state == IntentState.IN_ATTEMPT || state == IntentState.PARKED;
    }

    @Transactional
    public Optional<Settlement> settlement(UUID id) {
        return Rows.list(entities.createNativeQuery(SETTLEMENT + "where i.id = ?1")
                        .setParameter(1, id))
                .stream()
                .map(SettlementQueries::settlement)
                .findFirst();
    }

    /** All attempts of each intent, oldest first; of a member, those of its NET. */
    @Transactional
    public Map<UUID, List<Attempt>> attempts(Collection<UUID> intentIds) {
        Map<UUID, List<Attempt>> attempts = new HashMap<>();
        intentIds.forEach(id -> attempts.put(id, new ArrayList<>()));
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select i.id, a.id, a.state, a.lane, a.signature,"
                        + " a.memo, a.blockhash, a.last_valid_block_height, a.compute_unit_limit,"
                        + " a.priority_fee_micro_lamports, a.landed_slot, a.fee_lamports, a.rent_lamports, a.problem,"
                        + " cast(a.absence_proof as text), a.created_at, a.closed_at"
                        + " from settlement_intent i left join settlement_net_window n on n.id = i.window_id"
                        + " join settlement_intent_attempt ai on ai.intent_id = coalesce(n.net_intent_id, i.id)"
                        + " join settlement_attempt a on a.id = ai.attempt_id"
                        + " where i.id = any (cast(?1 as uuid[])) order by i.id, a.id")
                .setParameter(1, Rows.array(intentIds)))) {
            attempts.computeIfAbsent(row.uuid(0), id -> new ArrayList<>()).add(attempt(row));
        }
        return attempts;
    }

    private static Attempt attempt(Rows.Row row) {
        Long feeLamports = row.longOrNull(11);
        return new Attempt(
                row.uuid(1),
                AttemptState.valueOf(row.text(2)),
                row.text(3),
                new TransactionSignature(row.text(4)),
                row.text(5),
                row.text(6),
                row.longAt(7),
                row.longAt(8),
                row.longAt(9),
                row.longOrNull(10),
                feeLamports == null ? null : new Attempt.Costs(feeLamports, row.longAt(12)),
                row.textOrNull(13),
                row.textOrNull(14),
                row.instant(15),
                row.instantOrNull(16));
    }

    /** By posting; a posting that has no effect on chain is left out. */
    @Transactional
    public Map<UUID, MovementSettlement> ofPostings(Collection<UUID> postingIds) {
        Map<UUID, MovementSettlement> settlements = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select l.ledger_posting_id, a.state, a.signature,"
                        + " i.state = 'SETTLED'"
                        + " from settlement_leg l join settlement_intent i on i.id = l.intent_id"
                        + " left join settlement_net_window n on n.id = i.window_id"
                        + " left join settlement_attempt_intent ai"
                        + "  on ai.intent_id = coalesce(n.net_intent_id, i.id) and ai.open"
                        + " left join settlement_attempt a on a.id = ai.attempt_id"
                        + " where l.ledger_posting_id = any (cast(?1 as uuid[]))")
                .setParameter(1, Rows.array(postingIds)))) {
            settlements.put(row.uuid(0), movementSettlement(row));
        }
        return settlements;
    }

    /** What one user sees of one ledger transaction. */
    public record UserMovement(UUID userId, UUID ledgerTransactionId) {}

    /**
     * The effects on chain of the user's own postings; none for a movement that changes nothing there. A movement that the
     * user has no part in is left out.
     */
    @Transactional
    public Map<UserMovement, List<MovementSettlement>> ofMovements(Collection<UserMovement> movements) {
        Map<UserMovement, List<MovementSettlement>> settlements = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select p.ledger_transaction_id, a.state, a.signature,"
                        + " i.state = 'SETTLED', o.user_id"
                        + " from unnest(cast(?1 as uuid[]), cast(?2 as uuid[])) as m (user_id, id)"
                        + " join ledger_account o on o.user_id = m.user_id"
                        + " join ledger_posting p on p.ledger_transaction_id = m.id"
                        + "  and (p.debit_account_id = o.id or p.credit_account_id = o.id)"
                        + " left join settlement_leg l on l.ledger_posting_id = p.id"
                        + " left join settlement_intent i on i.id = l.intent_id"
                        + " left join settlement_net_window n on n.id = i.window_id"
                        + " left join settlement_attempt_intent ai"
                        + "  on ai.intent_id = coalesce(n.net_intent_id, i.id) and ai.open"
                        + " left join settlement_attempt a on a.id = ai.attempt_id order by p.ordinal")
                .setParameter(
                        1,
                        Rows.array(movements.stream().map(UserMovement::userId).toList()))
                .setParameter(
                        2,
                        Rows.array(movements.stream()
                                .map(UserMovement::ledgerTransactionId)
                                .toList())))) {
            List<MovementSettlement> ofMovement = settlements.computeIfAbsent(
                    new UserMovement(row.uuid(4), row.uuid(0)), movement -> new ArrayList<>());
            if (!row.isNull(3)) {
                ofMovement.add(movementSettlement(row));
            }
        }
        return settlements;
    }

    /** One user's payout of one day. */
    public record Payout(LocalDate day, UUID userId) {
        private String businessKey() {
            return day + ":" + userId;
        }
    }

    /** Of a day's payouts, by user; a user whose payout is not in the ledger is left out. */
    @Transactional
    public Map<UUID, MovementSettlement> ofPayouts(LocalDate day, Collection<UUID> userIds) {
        Map<UUID, MovementSettlement> settlements = new LinkedHashMap<>();
        ofPayouts(userIds.stream().map(userId -> new Payout(day, userId)).toList())
                .forEach((payout, settlement) -> settlements.put(payout.userId(), settlement));
        return settlements;
    }

    /**
     * What of a user's tokens stands in the user's own wallet with everything final: the booked balance without the effects
     * that are still on their way.
     *
     * @return empty for a user who is not on chain
     */
    @Transactional
    public Optional<TokenAmount> settledOnChain(UUID userId) {
        return Optional.ofNullable(settledOnChain(List.of(userId)).get(userId));
    }

    /** By user; one who is not on chain is left out. */
    @Transactional
    public Map<UUID, TokenAmount> settledOnChain(Collection<UUID> userIds) {
        Map<UUID, TokenAmount> settled = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select w.user_id,"
                        + " greatest(0, b.available_base_units + b.reserved_base_units"
                        + " + coalesce((select sum(o.amount_base_units) from settlement_open_leg o"
                        + "  where o.from_wallet_id = w.id), 0)"
                        + " - coalesce((select sum(o.amount_base_units) from settlement_open_leg o"
                        + "  where o.to_wallet_id = w.id), 0))"
                        + " from wallet w join ledger_account_balance b on b.user_id = w.user_id"
                        + " and b.unit = 'PEER'"
                        + " where w.user_id = any (cast(?1 as uuid[])) and w.chain_state = 'ON_CHAIN'")
                .setParameter(1, Rows.array(userIds)))) {
            settled.put(row.uuid(0), new TokenAmount(row.longAt(1)));
        }
        return settled;
    }

    /** Those that are not in the ledger are left out. */
    @Transactional
    public Map<Payout, MovementSettlement> ofPayouts(Collection<Payout> payouts) {
        Map<String, Payout> byKey = new LinkedHashMap<>();
        payouts.forEach(payout -> byKey.put(payout.businessKey(), payout));
        Map<Payout, MovementSettlement> settlements = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select i.business_key, a.state, a.signature,"
                        + " i.state = 'SETTLED' from settlement_intent i"
                        + " left join settlement_attempt_intent ai on ai.intent_id = i.id and ai.open"
                        + " left join settlement_attempt a on a.id = ai.attempt_id"
                        + " where i.kind = 'MINT' and i.business_key = any (cast(?1 as text[]))")
                .setParameter(1, Rows.array(byKey.keySet())))) {
            settlements.put(Objects.requireNonNull(byKey.get(row.text(0))), movementSettlement(row));
        }
        return settlements;
    }

    /** @param row state and signature of the open attempt, and whether all is settled, from column 1 on */
    private static MovementSettlement movementSettlement(Rows.Row row) {
        return row.isNull(1)
                ? new MovementSettlement(row.booleanAt(3) ? Progress.FINALIZED : Progress.RECORDED, null)
                : new MovementSettlement(
                        progress(AttemptState.valueOf(row.text(1))), new TransactionSignature(row.text(2)));
    }

    /** How many intents are in each state; states without any are left out. */
    @Transactional
    public Map<IntentState, Long> countByState() {
        return Rows.list(entities.createNativeQuery("select state, count(*) from settlement_intent group by state"))
                .stream()
                .collect(Collectors.toMap(row -> IntentState.valueOf(row.text(0)), row -> row.longAt(1)));
    }

    private static Progress progress(AttemptState state) {
        return switch (state) {
            case FINALIZED -> Progress.FINALIZED;
            case CONFIRMED -> Progress.CONFIRMED;
            case SIGNED -> Progress.RECORDED;
            case SUBMITTED, UNKNOWN -> Progress.SUBMITTED;
            case REJECTED, EXPIRED -> throw new IllegalStateException("a closed attempt is not open");
        };
    }

    private static Settlement settlement(Rows.Row row) {
        return new Settlement(
                row.uuid(0),
                IntentKind.valueOf(row.text(1)),
                IntentState.valueOf(row.text(2)),
                row.text(3),
                row.uuidOrNull(4),
                LaneWork.ofCode(row.text(5)),
                row.intAt(6),
                row.textOrNull(7),
                row.instant(8),
                row.instantOrNull(9),
                row.longAt(10),
                new TokenAmount(row.longAt(11)),
                row.uuidOrNull(12));
    }

    private static String position(String key) {
        if (!key.matches("[0-9]{1,18}")) {
            throw PageRequest.unknownCursor();
        }
        return key;
    }
}
