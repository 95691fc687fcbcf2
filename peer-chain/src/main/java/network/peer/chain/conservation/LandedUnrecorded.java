package network.peer.chain.conservation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.SettlementStore;

/**
 * Attempts that landed by a slot, though the tracker has not recorded it yet. An endpoint may have lost its history, or
 * hide something: that is no difference between chain and books.
 */
final class LandedUnrecorded {
    private LandedUnrecorded() {}

    /** The endpoints in the order in which they are asked. */
    static List<SolanaRpc> beginningWith(SolanaRpc first, List<SolanaRpc> all) {
        return Stream.concat(Stream.of(first), all.stream().filter(rpc -> rpc != first))
                .toList();
    }

    /**
     * @param slot one that the first node says is final
     * @param nodes the first must answer; if the others answer, they must agree
     * @throws UncertainLandingException if they disagree, or their history does not reach back
     */
    static Set<UUID> by(long slot, SettlementStore store, List<SolanaRpc> nodes) {
        Set<UUID> landed = new HashSet<>();
        Optional<UUID> last = Optional.empty();
        List<LiveAttempt> page;
        do {
            page = store.liveAttempts(last, SolanaRpc.MAX_SIGNATURES_PER_CALL);
            if (!page.isEmpty()) {
                List<Answer> answers = ask(nodes, page);
                for (LiveAttempt attempt : page) {
                    if (hasLanded(attempt, slot, answers)) {
                        landed.add(attempt.id());
                    }
                }
                last = Optional.of(page.get(page.size() - 1).id());
            }
        } while (page.size() == SolanaRpc.MAX_SIGNATURES_PER_CALL);
        return landed;
    }

    /** @param firstAvailable where the node's history begins */
    private record Answer(SignatureStatuses statuses, long firstAvailable) {
        /** Empty if the node cannot know. */
        Optional<Boolean> landed(LiveAttempt attempt, long slot) {
            SignatureStatus status = statuses.of(attempt.signature());
            if (status != null) {
                return Optional.of(!status.hasFailed() && status.slot() <= slot);
            }
            return statuses.contextSlot() >= slot && firstAvailable < attempt.signedAtSlot()
                    ? Optional.of(false)
                    : Optional.empty();
        }
    }

    private static List<Answer> ask(List<SolanaRpc> nodes, List<LiveAttempt> page) {
        List<Answer> answers = new ArrayList<>();
        for (SolanaRpc rpc : nodes) {
            try {
                answers.add(new Answer(
                        rpc.getSignatureStatuses(
                                page.stream().map(LiveAttempt::signature).toList(), true),
                        rpc.getFirstAvailableBlock()));
            } catch (RpcException silent) {
                if (answers.isEmpty()) {
                    throw silent;
                }
            }
        }
        return answers;
    }

    private static boolean hasLanded(LiveAttempt attempt, long slot, List<Answer> answers) {
        List<Boolean> said = answers.stream()
                .flatMap(answer -> answer.landed(attempt, slot).stream())
                .distinct()
                .toList();
        if (said.size() != 1) {
            throw new UncertainLandingException(
                    said.isEmpty()
                            ? "no endpoint knows whether " + attempt.signature() + " has landed"
                            : "the endpoints disagree whether " + attempt.signature() + " has landed");
        }
        return said.get(0);
    }
}
