package network.peer.chain.simulation;

import java.util.List;
import java.util.function.LongSupplier;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.SettlementStore;
import network.peer.testing.InMemoryBooks;
import network.peer.testing.SettlementBooks;

/** What the workers are given; a broken variant gives them something that serves them wrongly. */
class Protocol {
    static final Protocol UNBROKEN = new Protocol();

    SettlementBooks books() {
        return new InMemoryBooks();
    }

    /** @param ports what one worker has */
    Given given(Given ports) {
        return ports;
    }

    /**
     * What one worker sees of the world.
     *
     * @param millis its node's clock
     */
    record Given(SettlementStore store, List<SolanaRpc> endpoints, LongSupplier millis) {}
}
