package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void runsAsManyAtOnceAsThereArePlacesAndNoMore() {
        Turnstile turnstile = new Turnstile(3, PATIENCE);
        CountDownLatch full = new CountDownLatch(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> operations = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            operations.add(onThreadOfItsOwn(() -> turnstile.pass(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                full.countDown();
                await(full);
                return inside.decrementAndGet();
            })));
        }

        operations.forEach(
                operation -> operation.orTimeout(30, TimeUnit.SECONDS).join());

        assertThat(most.get()).isEqualTo(3);
        assertThat(inside.get()).isZero();
    }

    @Test
    void anOperationThatGetsNoPlaceInTimeIsRefusedAndNotRun() {
        Turnstile turnstile = new Turnstile(1, Duration.ofMillis(1));
        CompletableFuture<String> first = occupy(turnstile);

        assertThatThrownBy(() -> turnstile.pass(() -> {
                    throw new AssertionError("was run");
                }))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.TIMED_OUT));
        goOn.countDown();

        assertThat(first.join()).isEqualTo("first");
    }

    @Test
    void thoseWhoWaitAreCounted() {
        Turnstile turnstile = new Turnstile(1, PATIENCE);
        CompletableFuture<String> first = occupy(turnstile);

        CompletableFuture<String> second = onThreadOfItsOwn(() -> turnstile.pass(() -> "second"));
        while (Turnstile.waiting() == 0) {
            Thread.onSpinWait();
        }
        goOn.countDown();

        assertThat(first.join()).isEqualTo("first");
        assertThat(second.join()).isEqualTo("second");
        assertThat(Turnstile.waiting()).isZero();
    }

    @Test
    void aPlaceIsFreeAgainAfterAFailure() {
        Turnstile turnstile = new Turnstile(1, Duration.ofMillis(1));

        assertThatThrownBy(() -> turnstile.pass(() -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");

        assertThat(turnstile.<String>pass(() -> "next")).isEqualTo("next");
    }

    /** Returns when the place is taken. */
    private CompletableFuture<String> occupy(Turnstile turnstile) {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<String> operation = onThreadOfItsOwn(() -> turnstile.pass(() -> {
            entered.countDown();
            await(goOn);
            return "first";
        }));
        await(entered);
        return operation;
    }

    private static <T> CompletableFuture<T> onThreadOfItsOwn(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, command -> new Thread(command).start());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
