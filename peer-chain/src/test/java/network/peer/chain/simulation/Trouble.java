package network.peer.chain.simulation;

import java.time.Duration;
import java.util.List;
import network.peer.testing.SettlementBooks;

/** The faults that last: each begins and ends at times that the seed chooses, and none outlasts the trouble. */
final class Trouble {
    private final Scheduler scheduler;
    private final Faults faults;
    private final SimulatedChain chain;
    private final List<Endpoint> endpoints;
    private final List<Strand.Node> nodes;
    private final SettlementBooks books;
    private final int leaseMillis;
    private final int endMillis;
    private final Endpoint liar;

    Trouble(
            Scheduler scheduler,
            Faults faults,
            SimulatedChain chain,
            List<Endpoint> endpoints,
            List<Strand.Node> nodes,
            SettlementBooks books,
            int leaseMillis,
            int endMillis) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.chain = chain;
        this.endpoints = endpoints;
        this.nodes = nodes;
        this.books = books;
        this.leaseMillis = leaseMillis;
        this.endMillis = endMillis;
        this.liar = faults.dice().pick(endpoints);
    }

    void arrange() {
        scheduler.at(endMillis, faults::heal);
        windows(Fault.LAGGING, 6_000, () -> endpoints.forEach(this::freeze), () -> endpoints.forEach(Trouble::thaw));
        for (Endpoint endpoint : endpoints) {
            windows(Fault.LAGGING, 4_000, () -> freeze(endpoint), () -> thaw(endpoint));
            windows(Fault.STORM, 1_500, () -> endpoint.storm(true), () -> endpoint.storm(false));
            windows(Fault.FORGOTTEN, 4_000, () -> forget(endpoint), () -> endpoint.forget(0, 0));
        }
        windows(Fault.LYING, 4_000, this::lie, () -> liar.lie(Endpoint.Lie.NONE, 0, 0));
        windows(Fault.CLOCK_JUMP, 500, this::jump, () -> {});
    }

    private void windows(Fault fault, int longestMillis, Runnable begin, Runnable end) {
        Dice dice = faults.dice();
        if (!faults.isChosen(fault)) {
            return;
        }
        int from = dice.between(0, endMillis / 3);
        while (from < endMillis) {
            int until = Math.min(endMillis, from + dice.between(50, longestMillis));
            scheduler.at(from, () -> {
                faults.begin(fault);
                begin.run();
            });
            scheduler.at(until, () -> {
                faults.end(fault);
                end.run();
            });
            from = until + dice.between(100, endMillis);
        }
    }

    private void freeze(Endpoint endpoint) {
        endpoint.freeze(chain.frozenView());
    }

    private static void thaw(Endpoint endpoint) {
        endpoint.freeze(null);
    }

    private void forget(Endpoint endpoint) {
        Dice dice = faults.dice();
        endpoint.forget(chain.slot(), dice.chance(0.5) ? 0 : chain.slot() - dice.between(0, 10));
    }

    private void lie() {
        Dice dice = faults.dice();
        Endpoint.Lie lie = dice.chance(0.5)
                ? Endpoint.Lie.HEIGHTS
                : dice.pick(List.of(Endpoint.Lie.DENIES, Endpoint.Lie.AFFIRMS, Endpoint.Lie.ACCUSES));
        int about = dice.chance(0.7) ? -dice.between(1, Simulation.LIFETIME_BLOCKS - 2) : dice.between(1, 1_000);
        boolean heights = lie == Endpoint.Lie.HEIGHTS;
        liar.lie(lie, heights ? about : 0, heights && dice.chance(0.5) ? dice.between(1, 200) : 0);
    }

    /** The store's clock goes either way; a node's own never goes back. */
    private void jump() {
        Dice dice = faults.dice();
        switch (dice.between(0, 2)) {
            case 0 -> books.moveClock(Duration.ofMillis(dice.between(1, 2 * leaseMillis)));
            case 1 -> books.moveClock(Duration.ofMillis(-dice.between(1, 2 * leaseMillis)));
            default -> dice.pick(nodes).clockOffsetMillis += dice.between(1, 10_000);
        }
    }
}
