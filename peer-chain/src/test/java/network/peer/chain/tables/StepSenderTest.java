package network.peer.chain.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.RpcFailures;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.LookupTableState;
import network.peer.settlement.LookupTableStep;
import network.peer.settlement.LookupTableStep.Kind;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.StoredLookupTable;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;

class StepSenderTest {
    private static final long SLOT = 1_100;
    private static final long HEIGHT = 1_000;
    private static final long LAST_VALID = HEIGHT + 150;
    private static final Signer AUTHORITY = TestChain.newKey();
    private static final PublicKey TABLE = TestChain.newKey().publicKey();

    private final List<LookupTableStep> stored = new ArrayList<>();

    @Test
    void whoSaysThatAStepExpiresEarlierThanItDoesIsNotBelieved() {
        assertThat(begin(new Endpoints(List.of(node(LAST_VALID - 100), node(LAST_VALID)))))
                .isTrue();

        assertThat(stored)
                .singleElement()
                .extracting(LookupTableStep::lastValidBlockHeight)
                .isEqualTo(LAST_VALID);
    }

    @Test
    void aBlockhashThatIsSaidToLiveTooLongIsNotSignedWith() {
        assertThat(begin(new Endpoints(List.of(node(LAST_VALID + 1_000))))).isFalse();

        assertThat(stored).isEmpty();
    }

    @Test
    void aNodeThatLimitsWhatIsSentRests() {
        SolanaRpc limiting = node(LAST_VALID);
        Endpoints endpoints = new Endpoints(List.of(limiting));

        begin(endpoints);

        assertThat(endpoints.isResting(limiting)).isTrue();
    }

    private boolean begin(Endpoints endpoints) {
        StoredLookupTable table = new StoredLookupTable(
                TABLE,
                AUTHORITY.publicKey(),
                SLOT,
                LookupTableState.CREATING,
                LocalDate.parse("2026-11-21"),
                0,
                List.of(),
                Optional.empty());
        return new StepSender(store(), endpoints, AUTHORITY, NetworkLimits.PUBLIC_CLUSTERS)
                .begin(
                        table,
                        Kind.CREATE,
                        LookupTableInstructions.create(AUTHORITY.publicKey(), AUTHORITY.publicKey(), SLOT));
    }

    private LookupTableStore store() {
        return (LookupTableStore) Proxy.newProxyInstance(
                LookupTableStore.class.getClassLoader(),
                new Class<?>[] {LookupTableStore.class},
                (proxy, method, arguments) -> stored.add((LookupTableStep) arguments[3]));
    }

    /** Takes no more transactions for now. */
    private static SolanaRpc node(long lastValidBlockHeight) {
        Blockhash blockhash = Blockhash.of(new byte[32]);
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(),
                new Class<?>[] {SolanaRpc.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getLatestBlockhash" -> new LatestBlockhash(blockhash, lastValidBlockHeight, SLOT);
                    case "getBlockHeight" -> HEIGHT;
                    case "isBlockhashValid" -> new AtSlot<>(SLOT, true);
                    case "simulateUnsigned" -> new SimulationResult(SLOT, null, List.of(), 1_000);
                    case "send" ->
                        new SubmitOutcome.Unknown(
                                "HTTP status 429",
                                Optional.of(RpcFailures.limited("sendTransaction", "stub", Duration.ofMinutes(1))));
                    case "endpoint", "toString" -> "stub";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
