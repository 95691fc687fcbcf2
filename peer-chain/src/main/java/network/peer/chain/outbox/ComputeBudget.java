package network.peer.chain.outbox;

import java.util.List;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.tx.NetworkLimits;

/** How much computing a transaction asks for, and what it offers for each unit of it. */
final class ComputeBudget {
    private static final int LEAST_MARGIN_UNITS = 1_000;

    private ComputeBudget() {}

    /** A tenth more than simulated, since accounts created meanwhile change the path a little; no more than the network allows. */
    static int limit(long simulatedUnits, NetworkLimits network) {
        return (int) Math.min(network.computeUnits(), simulatedUnits + simulatedUnits / 10 + LEAST_MARGIN_UNITS);
    }

    /**
     * The third quartile of what was paid lately, up to the cap; nothing if nobody paid.
     *
     * @param recent by {@code getRecentPrioritizationFees} of accounts that the claim writes
     */
    static long priorityFeeMicroLamports(List<PrioritizationFee> recent, long capMicroLamports) {
        List<Long> sorted = recent.stream()
                .map(PrioritizationFee::microLamportsPerUnit)
                .sorted()
                .toList();
        long quartile = sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 3 / 4);
        return Math.min(quartile, capMicroLamports);
    }
}
