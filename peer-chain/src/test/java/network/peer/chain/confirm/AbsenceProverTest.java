package network.peer.chain.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.AttemptState;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.SignedBytes;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.Test;

class AbsenceProverTest {
    private static final long LAST_VALID_HEIGHT = 150;
    private static final long SIGNED_AT_SLOT = 20;
    private static final byte[] SIGNATURE = ByteBuffer.allocate(64).putLong(1).array();
    private static final LiveAttempt ATTEMPT = new LiveAttempt(
            new UUID(0, 1),
            AttemptState.SUBMITTED,
            TransactionSignature.of(SIGNATURE),
            new SignedBytes(SIGNATURE),
            LAST_VALID_HEIGHT,
            SIGNED_AT_SLOT);

    @Test
    void whoNeverHeardOfItWithAllItsHistoryProvesIt() {
        assertThat(proofs(node(SIGNED_AT_SLOT - 1, SIGNED_AT_SLOT - 1))).containsOnlyKeys(ATTEMPT.id());
    }

    @Test
    void historyThatIsCutOffWhileItIsSearchedProvesNothing() {
        assertThat(proofs(node(SIGNED_AT_SLOT - 1, SIGNED_AT_SLOT))).isEmpty();
    }

    @Test
    void historyThatComesBackAfterItWasSearchedProvesNothing() {
        assertThat(proofs(node(SIGNED_AT_SLOT, SIGNED_AT_SLOT - 1))).isEmpty();
    }

    @Test
    void aDeadNodeForbidsProofUntilItIsTakenOut() {
        SolanaRpc dead = node("dead", SIGNED_AT_SLOT, SIGNED_AT_SLOT);
        Endpoints endpoints = new Endpoints(List.of(dead, node("one", 0, 0), node("other", 0, 0)));
        AbsenceProver prover = new AbsenceProver(endpoints);

        assertThat(prover.prove(List.of(ATTEMPT))).isEmpty();
        endpoints.leaveOut(Set.of("dead"));
        assertThat(prover.prove(List.of(ATTEMPT))).containsOnlyKeys(ATTEMPT.id());
    }

    private static Map<UUID, String> proofs(SolanaRpc rpc) {
        return new AbsenceProver(new Endpoints(List.of(rpc))).prove(List.of(ATTEMPT));
    }

    /** A node whose history begins at one slot until it is searched, and at another from then on. */
    private static SolanaRpc node(long firstBefore, long firstAfter) {
        return node("node", firstBefore, firstAfter);
    }

    private static SolanaRpc node(String name, long firstBefore, long firstAfter) {
        AtomicLong firstAvailable = new AtomicLong(firstBefore);
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(),
                new Class<?>[] {SolanaRpc.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "endpoint" -> name;
                    case "getEpochInfo" -> new EpochInfo(200, LAST_VALID_HEIGHT + 1, 0, 200, 432_000);
                    case "getFirstAvailableBlock" -> firstAvailable.get();
                    case "getSignatureStatuses" -> {
                        firstAvailable.set(firstAfter);
                        yield new SignatureStatuses(200, List.of(ATTEMPT.signature()), Map.of());
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
