package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcFailures;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.NetworkLimits;
import org.junit.jupiter.api.Test;

/** The chain stands at slot 1100 and block height 1000, where a blockhash lives until height 1150. */
class WitnessedBlockhashTest {
    private static final Blockhash BLOCKHASH = Blockhash.of(new byte[32]);
    private static final SolanaRpc HONEST = node(1_150, 1_100, 1_000, true);

    @Test
    void twoHonestNodesAgree() {
        assertThat(from(HONEST, HONEST)).isEqualTo(new LatestBlockhash(BLOCKHASH, 1_150, 1_100));
    }

    @Test
    void whoSaysThatABlockhashDiesEarlierThanItDoesIsNotBelieved() {
        SolanaRpc liar = node(1_010, 1_100, 1_000, true);

        assertThat(from(liar, HONEST).lastValidBlockHeight()).isEqualTo(1_150);
    }

    @Test
    void whoSaysThatABlockhashComesFromALaterSlotIsNotBelieved() {
        SolanaRpc liar = node(1_150, 5_000, 1_000, true);

        assertThat(from(liar, HONEST).contextSlot()).isEqualTo(1_100);
    }

    @Test
    void aWitnessThatLiesShortensNothing() {
        SolanaRpc liar = node(1_150, 1, 1, true);

        assertThat(from(HONEST, liar).lastValidBlockHeight()).isEqualTo(1_150);
    }

    @Test
    void aBlockhashThatNobodyElseKnowsIsNotUsed() {
        SolanaRpc behind = node(1_150, 1_000, 900, false);

        assertThatThrownBy(() -> from(HONEST, behind))
                .isInstanceOf(LaneFaultException.class)
                .hasMessageContaining("does not know it");
    }

    @Test
    void oneWitnessOfSeveralIsEnough() {
        SolanaRpc dead = answering((method, arguments) -> {
            throw RpcFailures.unavailable(method, "dead", "connection refused");
        });

        assertThat(new WitnessedBlockhash(
                                new Endpoints(List.of(HONEST, dead, node(1_150, 1_101, 1_001, true))),
                                NetworkLimits.PUBLIC_CLUSTERS)
                        .from(HONEST, ReadAt.CONFIRMED)
                        .lastValidBlockHeight())
                .isEqualTo(1_151);
    }

    @Test
    void whereThereIsOneEndpointItIsBelieved() {
        assertThat(new WitnessedBlockhash(new Endpoints(List.of(HONEST)), NetworkLimits.PUBLIC_CLUSTERS)
                        .from(HONEST, ReadAt.CONFIRMED))
                .isEqualTo(new LatestBlockhash(BLOCKHASH, 1_150, 1_100));
    }

    private static LatestBlockhash from(SolanaRpc giver, SolanaRpc witness) {
        SolanaRpc other = answering((method, arguments) -> switch (method) {
            case "isBlockhashValid" -> witness.isBlockhashValid(BLOCKHASH, ReadAt.CONFIRMED);
            case "getBlockHeight" -> witness.getBlockHeight(ReadAt.CONFIRMED);
            default -> method;
        });
        return new WitnessedBlockhash(new Endpoints(List.of(giver, other)), NetworkLimits.PUBLIC_CLUSTERS)
                .from(giver, ReadAt.CONFIRMED);
    }

    private static SolanaRpc node(long lastValidBlockHeight, long slot, long height, boolean knowsIt) {
        return answering((method, arguments) -> switch (method) {
            case "getLatestBlockhash" -> new LatestBlockhash(BLOCKHASH, lastValidBlockHeight, slot);
            case "isBlockhashValid" -> new AtSlot<>(slot, knowsIt);
            case "getBlockHeight" -> height;
            default -> method;
        });
    }

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static SolanaRpc answering(Answers answers) {
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(),
                new Class<?>[] {SolanaRpc.class},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments));
    }
}
