package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.ClaimedIntent;

/** Which movements of those that are ready may go on chain now: the order of each wallet, and what it has there. */
final class MovementOrder {
    private final EntityManager entities;

    MovementOrder(EntityManager entities) {
        this.entities = entities;
    }

    /** What may go on chain now, and what comes next in its wallets but has to wait until tokens arrive there. */
    record Sorted(List<Candidate> mayGo, List<UUID> waitForTokens) {}

    /**
     * Keeps what may go on chain now: after all that debits the same wallet before it, and covered by what is confirmed
     * there. What is left out was never claimed.
     */
    Sorted sort(List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return new Sorted(List.of(), List.of());
        }
        Map<UUID, Set<UUID>> earlier = earlierDebits(candidates);
        Map<UUID, BigInteger> confirmed = confirmedOfWalletsThatAwaitCredits(candidates);
        Set<UUID> kept = new HashSet<>();
        List<Candidate> mayGo = new ArrayList<>();
        List<UUID> waitForTokens = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (kept.containsAll(earlier.getOrDefault(candidate.id(), Set.of()))) {
                if (isCovered(candidate, confirmed)) {
                    kept.add(candidate.id());
                    mayGo.add(withAwaitedCredits(candidate, confirmed));
                } else {
                    waitForTokens.add(candidate.id());
                }
            }
        }
        return new Sorted(mayGo, waitForTokens);
    }

    private static boolean isCovered(Candidate candidate, Map<UUID, BigInteger> confirmed) {
        for (Map.Entry<UUID, BigInteger> debit : candidate.debits().entrySet()) {
            BigInteger left = confirmed.get(debit.getKey());
            if (left != null && left.compareTo(debit.getValue()) < 0) {
                return false;
            }
        }
        candidate
                .debits()
                .forEach((wallet, amount) -> confirmed.computeIfPresent(wallet, (w, left) -> left.subtract(amount)));
        return true;
    }

    private static Candidate withAwaitedCredits(Candidate candidate, Map<UUID, BigInteger> confirmed) {
        ClaimedIntent claimed = candidate.claimed();
        boolean awaits = candidate.debits().keySet().stream().anyMatch(confirmed::containsKey);
        return new Candidate(
                new ClaimedIntent(
                        claimed.id(), claimed.kind(), claimed.batchKey(), claimed.attempts(), awaits, claimed.legs()),
                candidate.debits());
    }

    private Map<UUID, Set<UUID>> earlierDebits(List<Candidate> candidates) {
        Map<UUID, Set<UUID>> earlier = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select distinct l.intent_id, o.intent_id"
                        + " from settlement_open_leg l join settlement_open_leg o"
                        + " on o.from_wallet_id = l.from_wallet_id and o.position < l.position"
                        + " where l.intent_id = any (cast(?1 as uuid[]))")
                .setParameter(1, Candidate.ids(candidates)))) {
            earlier.computeIfAbsent(row.uuid(0), id -> new HashSet<>()).add(row.uuid(1));
        }
        return earlier;
    }

    /**
     * Of each wallet with a credit that is not final: what is confirmed on chain = booked, less credits that are not
     * confirmed, plus debits that are not on chain.
     */
    private Map<UUID, BigInteger> confirmedOfWalletsThatAwaitCredits(List<Candidate> candidates) {
        Map<UUID, BigInteger> confirmed = new HashMap<>();
        Set<UUID> debited = new HashSet<>();
        candidates.forEach(candidate -> debited.addAll(candidate.debits().keySet()));
        for (Rows.Row row : Rows.list(entities.createNativeQuery("with awaited as ("
                        + "  select o.to_wallet_id as wallet_id, sum(case when exists ("
                        + "   select 1 from settlement_attempt_intent ai join settlement_attempt a on a.id = ai.attempt_id"
                        + "   where ai.intent_id = o.intent_id and ai.open and a.state in ('CONFIRMED', 'FINALIZED'))"
                        + "   then 0 else o.amount_base_units end) as amount"
                        + "  from settlement_open_leg o where o.to_wallet_id = any (cast(?1 as uuid[]))"
                        + "  group by o.to_wallet_id)"
                        + " select w.id, " + BookedWallets.BASE_UNITS + " - awaited.amount"
                        + " + coalesce((select sum(o.amount_base_units) from settlement_open_leg o"
                        + "   where o.from_wallet_id = w.id), 0)"
                        + " from wallet w join awaited on awaited.wallet_id = w.id")
                .setParameter(1, Rows.array(debited)))) {
            confirmed.put(row.uuid(0), new BigInteger(row.text(1)));
        }
        return confirmed;
    }
}
