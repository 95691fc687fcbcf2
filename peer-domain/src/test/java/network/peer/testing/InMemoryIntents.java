package network.peer.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.peer.settlement.AttemptState;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentState;
import network.peer.settlement.LaneWork;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/** The intents of {@link InMemorySettlementStore}: which are ready, in order, and covered. */
final class InMemoryIntents {
    private static final int MOST_PAGES = 16;

    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private final Map<PublicKey, Long> booked = new HashMap<>();

    static final class Row {
        final OwedIntent owed;
        IntentState state = IntentState.RECORDED;
        int attempts;
        Instant notBefore;

        @Nullable
        String claimLane;

        long claimFence;
        Instant claimUntil = Instant.EPOCH;
        /** The state of its open attempt. */
        @Nullable
        AttemptState openAttempt;

        Row(OwedIntent owed, Instant notBefore) {
            this.owed = owed;
            this.notBefore = notBefore;
        }

        /**
         * Operators' decisions are not kept here, so of what leads out of PARKED only the chain's proof is looked at.
         *
         * @throws IllegalStateException if the step is not in the table of legal steps, or its attempt is not final
         */
        void become(IntentState next) {
            if (!state.canBecome(next)) {
                throw new IllegalStateException("intent " + owed.id() + " cannot become " + next + " from " + state);
            }
            if (next == IntentState.SETTLED && openAttempt != AttemptState.FINALIZED) {
                throw new IllegalStateException("intent " + owed.id() + " has no finalized attempt");
            }
            state = next;
            if (next != IntentState.CLAIMED) {
                claimLane = null;
            }
        }

        boolean isHeld(String lane, long fence) {
            return state == IntentState.CLAIMED && lane.equals(claimLane) && claimFence == fence;
        }

        boolean isOpen() {
            return state != IntentState.SETTLED && state != IntentState.VOIDED;
        }

        boolean debits(PublicKey wallet) {
            return owed.legs().stream()
                    .anyMatch(leg -> leg.from() != null && leg.from().address().equals(wallet));
        }

        private LaneWork work() {
            return owed.kind() == network.peer.settlement.IntentKind.MINT ? LaneWork.MINT : LaneWork.TRANSFER;
        }

        private ClaimedIntent claimed(boolean awaitsCredits) {
            return new ClaimedIntent(owed.id(), owed.kind(), owed.batchKey(), attempts, awaitsCredits, owed.legs());
        }
    }

    void add(OwedIntent owed, Instant now) {
        for (PayableLeg leg : owed.legs()) {
            if (leg.to() != null) {
                booked.merge(leg.to(), leg.amount().baseUnits(), Long::sum);
            }
            if (leg.from() != null) {
                long left = booked.merge(leg.from().address(), -leg.amount().baseUnits(), Long::sum);
                if (left < 0) {
                    throw new IllegalStateException("the books do not cover " + owed);
                }
            }
        }
        if (rows.putIfAbsent(owed.id(), new Row(owed, now)) != null) {
            throw new IllegalStateException("owed already: " + owed);
        }
    }

    Row get(UUID id) {
        return Objects.requireNonNull(rows.get(id), () -> "no intent " + id);
    }

    Collection<Row> all() {
        return rows.values();
    }

    List<ClaimedIntent> payouts(int limit, Ready ready, Instant now) {
        List<ClaimedIntent> claimed = new ArrayList<>();
        String day = null;
        for (Row row : rows.values()) {
            if (row.work() == LaneWork.MINT
                    && ready.test(row, now)
                    && (day == null || day.equals(row.owed.batchKey()))) {
                day = row.owed.batchKey();
                if (claimed.size() < limit) {
                    claimed.add(row.claimed(false));
                }
            }
        }
        return claimed;
    }

    List<ClaimedIntent> movements(int limit, Ready ready, Instant now) {
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Row> candidates = readyMovements(limit, ready, now);
            List<Row> waitForTokens = new ArrayList<>();
            List<ClaimedIntent> mayGo = inOrderAndCovered(candidates, waitForTokens);
            boolean more = candidates.size() == limit;
            if (more) {
                waitForTokens.forEach(row -> row.notBefore = now.plusSeconds(1));
            }
            if (!more || !mayGo.isEmpty() || waitForTokens.isEmpty()) {
                return mayGo;
            }
        }
        return List.of();
    }

    private List<Row> readyMovements(int limit, Ready ready, Instant now) {
        List<Row> candidates = new ArrayList<>();
        for (Row row : rows.values()) {
            if (candidates.size() < limit && row.work() == LaneWork.TRANSFER && ready.test(row, now)) {
                boolean heldUp = earlierDebits(row).stream().anyMatch(earlier -> !ready.test(earlier, now));
                if (!heldUp) {
                    candidates.add(row);
                }
            }
        }
        return candidates;
    }

    /** Whether an intent may be claimed, its order and its funds apart. */
    interface Ready {
        boolean test(Row row, Instant now);
    }

    private List<ClaimedIntent> inOrderAndCovered(List<Row> candidates, List<Row> waitForTokens) {
        Map<PublicKey, Long> confirmed = confirmedOfWalletsThatAwaitCredits(candidates);
        Set<Row> kept = new HashSet<>();
        List<ClaimedIntent> result = new ArrayList<>();
        for (Row row : candidates) {
            if (!kept.containsAll(earlierDebits(row))) {
                continue;
            }
            Map<PublicKey, Long> debits = debits(row);
            boolean covered = debits.entrySet().stream()
                    .allMatch(debit -> confirmed.getOrDefault(debit.getKey(), Long.MAX_VALUE) >= debit.getValue());
            if (!covered) {
                waitForTokens.add(row);
            } else {
                debits.forEach((wallet, amount) -> confirmed.computeIfPresent(wallet, (w, left) -> left - amount));
                kept.add(row);
                result.add(row.claimed(debits.keySet().stream().anyMatch(confirmed::containsKey)));
            }
        }
        return result;
    }

    private List<Row> earlierDebits(Row row) {
        List<Row> earlier = new ArrayList<>();
        Set<PublicKey> debited = debits(row).keySet();
        for (Row other : rows.values()) {
            if (other == row) {
                return earlier;
            }
            if (other.isOpen() && debited.stream().anyMatch(other::debits)) {
                earlier.add(other);
            }
        }
        return earlier;
    }

    private Map<PublicKey, Long> confirmedOfWalletsThatAwaitCredits(List<Row> candidates) {
        Map<PublicKey, Long> confirmed = new HashMap<>();
        for (Row candidate : candidates) {
            for (PublicKey wallet : debits(candidate).keySet()) {
                boolean awaits = false;
                long awaited = 0;
                long openDebits = 0;
                for (Row row : rows.values()) {
                    for (PayableLeg leg : row.isOpen() ? row.owed.legs() : List.<PayableLeg>of()) {
                        boolean landed =
                                row.openAttempt == AttemptState.CONFIRMED || row.openAttempt == AttemptState.FINALIZED;
                        if (wallet.equals(leg.to())) {
                            awaits = true;
                            awaited += landed ? 0 : leg.amount().baseUnits();
                        }
                        if (leg.from() != null && wallet.equals(leg.from().address())) {
                            openDebits += leg.amount().baseUnits();
                        }
                    }
                }
                if (awaits) {
                    confirmed.put(wallet, booked.getOrDefault(wallet, 0L) - awaited + openDebits);
                }
            }
        }
        return confirmed;
    }

    private static Map<PublicKey, Long> debits(Row row) {
        Map<PublicKey, Long> debits = new LinkedHashMap<>();
        for (PayableLeg leg : row.owed.legs()) {
            if (leg.from() != null) {
                debits.merge(leg.from().address(), leg.amount().baseUnits(), Long::sum);
            }
        }
        return debits;
    }
}
