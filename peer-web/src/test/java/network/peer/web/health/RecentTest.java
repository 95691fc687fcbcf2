package network.peer.web.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksAgainOnceItIsOld() {
        Recent<Integer> recent = new Recent<>(looks::incrementAndGet, Duration.ofNanos(10), nanos::get);

        assertThat(recent.get()).isEqualTo(1);
        nanos.set(9);
        assertThat(recent.get()).isEqualTo(1);
        nanos.set(10);
        assertThat(recent.get()).isEqualTo(2);
    }

    @Test
    void whoAsksWhileAnotherLooksGetsWhatWasSeenBefore() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Recent<Integer> recent = new Recent<>(
                () -> {
                    int look = looks.incrementAndGet();
                    if (look == 2) {
                        looking.countDown();
                        await(goOn);
                    }
                    return look;
                },
                Duration.ofNanos(10),
                nanos::get);
        recent.get();
        nanos.set(10);
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(recent::get);
        await(looking);

        assertThat(recent.get()).isEqualTo(1);
        goOn.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(recent.get()).isEqualTo(2);
    }

    @Test
    void aLookThatFailsIsTriedAgain() {
        Recent<Integer> recent = new Recent<>(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new IllegalStateException("failed");
                    }
                    return looks.get();
                },
                Duration.ofNanos(10),
                nanos::get);

        assertThatThrownBy(recent::get).hasMessage("failed");
        assertThat(recent.get()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
