package network.peer.chain.simulation;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import network.peer.settlement.LaneLease;
import network.peer.testing.InMemorySettlementStore;

/** Takes whatever anybody signed, whoever holds the lane. */
final class UnfencedStore extends InMemorySettlementStore {
    UnfencedStore(Supplier<Instant> clock) {
        super(clock);
    }

    @Override
    protected void requireCurrent(LaneLease lease) {
        // No fence.
    }

    @Override
    protected void requireHeld(LaneLease lease, UUID intentId) {
        // No claim.
    }
}
