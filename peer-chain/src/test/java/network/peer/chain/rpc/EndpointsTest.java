package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.MemoInstructions;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicLong firstSlot = new AtomicLong(1_000);
    private final AtomicLong secondSlot = new AtomicLong(1_000);
    private final SolanaRpc first = node("first", firstSlot);
    private final SolanaRpc second = node("second", secondSlot);
    private final Endpoints endpoints = new Endpoints(List.of(first, second), nanos::get, new SplittableRandom(1));

    @Test
    void theFirstIsPreferredWhileItIsWell() {
        endpoints.watch();

        assertThat(endpoints.preferred()).isSameAs(first);
        assertThat(endpoints.awake()).containsExactly(first, second);
    }

    @Test
    void oneThatFailedRestsForAWhile() {
        endpoints.failed(first, new RpcUnavailable("getSlot", "first", "no answer"));

        assertThat(endpoints.preferred()).isSameAs(second);
        assertThat(endpoints.awake()).containsExactly(second);
        pass(Duration.ofMillis(250));
        assertThat(endpoints.preferred()).isSameAs(first);
    }

    @Test
    void eachFurtherFailureMakesTheRestLonger() {
        for (int failure = 0; failure < 6; failure++) {
            endpoints.failed(first, new RpcUnavailable("getSlot", "first", "no answer"));
        }
        pass(Duration.ofSeconds(2));
        assertThat(endpoints.preferred()).as("half of 250 ms times 32 at least").isSameAs(second);
        pass(Duration.ofSeconds(7));
        assertThat(endpoints.preferred()).isSameAs(first);
    }

    @Test
    void aNodeThatAsksToBeLeftAloneIs() {
        endpoints.failed(first, new RpcUnavailable("getSlot", "first", "HTTP status 429", Duration.ofSeconds(20)));

        pass(Duration.ofSeconds(19));
        assertThat(endpoints.preferred()).isSameAs(second);
        pass(Duration.ofSeconds(2));
        assertThat(endpoints.preferred()).isSameAs(first);
    }

    @Test
    void aNodeThatLagsIsNotPreferred() {
        firstSlot.set(900);
        endpoints.watch();

        assertThat(endpoints.preferred()).isSameAs(second);
        assertThat(endpoints.slotsBehind(first)).isEqualTo(100);
    }

    @Test
    void oneThatWasTakenOutIsAskedForNothing() {
        SolanaRpc third = node("third", new AtomicLong(5_000));
        Endpoints three = new Endpoints(List.of(first, second, third), nanos::get, new SplittableRandom(1));

        three.watch();
        three.leaveOut(Set.of("first", "unknown"));

        assertThat(three.all()).containsExactly(second, third);
        assertThat(three.awake()).containsExactly(second, third);
        assertThat(three.configured()).containsExactly(first, second, third);
        three.leaveOut(Set.of("third"));
        assertThat(three.all()).containsExactly(first, second);
        assertThat(three.preferred()).as("who is out is no measure of who lags").isSameAs(first);
    }

    @Test
    void twoAreNeverLeftWithOneVoice() {
        endpoints.leaveOut(Set.of("first"));

        assertThat(endpoints.all()).containsExactly(first, second);
        assertThat(endpoints.finalityQuorum()).isEqualTo(2);
    }

    @Test
    void ifAllRestAllAreAsked() {
        endpoints.failed(first, new RpcUnavailable("getSlot", "first", "no answer"));
        endpoints.failed(second, new RpcUnavailable("getSlot", "second", "no answer"));

        assertThat(endpoints.awake()).containsExactly(first, second);
        assertThat(endpoints.preferred()).isSameAs(first);
    }

    @Test
    void thePaceOfBlocksIsMeasured() {
        assertThat(endpoints.pace().blocks(5)).isEqualTo(Duration.ZERO);
        for (int look = 0; look < 100; look++) {
            endpoints.watch();
            pass(Duration.ofMillis(800));
            firstSlot.addAndGet(2);
            secondSlot.addAndGet(2);
        }

        assertThat(endpoints.pace().blocks(5)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aNodeThatLimitsOnlyWhatIsSentIsLeftAloneForAsLongAsItAsks() {
        try (StubNode limited = StubNode.responding(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "20");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        })) {
            SolanaRpc limiting = limited.rpc(Duration.ofMinutes(1));
            Endpoints both = new Endpoints(List.of(limiting, second), nanos::get, new SplittableRandom(1));

            SubmitOutcome outcome = both.send(
                    limiting,
                    TestChain.sign(
                            Blockhash.of(new byte[32]), List.of(TestChain.newKey()), MemoInstructions.memo("memo")));

            assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
            assertThat(both.isResting(limiting)).isTrue();
            assertThat(both.preferred()).isSameAs(second);
            pass(Duration.ofSeconds(19));
            assertThat(both.isResting(limiting)).isTrue();
            pass(Duration.ofSeconds(2));
            assertThat(both.preferred()).isSameAs(limiting);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static SolanaRpc node(String name, AtomicLong slot) {
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(),
                new Class<?>[] {SolanaRpc.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getEpochInfo" -> new EpochInfo(slot.get(), slot.get() - 100, 0, slot.get(), 432_000);
                    case "endpoint", "toString" -> name;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
