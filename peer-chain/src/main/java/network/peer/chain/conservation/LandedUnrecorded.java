package network.peer.chain.conservation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.SettlementStore;

/** Attempts that landed by a slot, though the tracker has not recorded it yet. */
final class LandedUnrecorded {
    private LandedUnrecorded() {}

    static Set<UUID> by(long slot, SettlementStore store, SolanaRpc rpc) {
        Set<UUID> landed = new HashSet<>();
        Optional<UUID> last = Optional.empty();
        List<LiveAttempt> page;
        do {
            page = store.liveAttempts(last, SolanaRpc.MAX_SIGNATURES_PER_CALL);
            if (!page.isEmpty()) {
                SignatureStatuses statuses = rpc.getSignatureStatuses(
                        page.stream().map(LiveAttempt::signature).toList(), true);
                for (LiveAttempt attempt : page) {
                    SignatureStatus status = statuses.of(attempt.signature());
                    if (status != null && status.isFinalized() && !status.hasFailed() && status.slot() <= slot) {
                        landed.add(attempt.id());
                    }
                }
                last = Optional.of(page.get(page.size() - 1).id());
            }
        } while (page.size() == SolanaRpc.MAX_SIGNATURES_PER_CALL);
        return landed;
    }
}
