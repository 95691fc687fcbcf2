package network.peer.chain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerThreadsTest {
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> rounds = new LinkedBlockingQueue<>();
    private final WorkerThreads workers = new WorkerThreads(Thread::new, failures::add);

    @AfterEach
    void stop() {
        workers.stop();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, Exception.class, NoClassDefFoundError.class})
    void whateverLeavesARoundTheNextOneComes(Class<? extends Throwable> kind) throws Exception {
        Throwable failure = kind.getConstructor(String.class).newInstance("the first round");
        AtomicInteger round = new AtomicInteger();
        workers.every(Duration.ofMillis(1), "test", () -> {
            rounds.add(round.incrementAndGet());
            if (round.get() == 1) {
                throw WorkerThreadsTest.<RuntimeException>thrown(failure);
            }
        });

        assertThat(rounds.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(rounds.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(failures).containsExactly(failure);
    }

    /** As a container does by its proxies: no signature says that it is thrown. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E thrown(Throwable failure) throws E {
        throw (E) failure;
    }
}
