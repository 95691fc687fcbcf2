package network.peer.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {
    private static final long POOL = TokenAmount.ofPeer(5_000).baseUnits();

    /** The check figures of the specification: PEER a gem, before the remainder is handed out. */
    @ParameterizedTest
    @CsvSource({"50, 10000.000000000", "750, 666.666666666", "235900, 2.119542178"})
    void paysTheSpecifiedRatePerGem(long gemsHundredths, String peerPerGem) {
        long perGem = Allocation.floorShare(POOL, 100, gemsHundredths);

        assertThat(new TokenAmount(perGem).display()).isEqualTo(peerPerGem);
    }

    @Test
    void handsTheRemainderToTheLargestRemaindersFirst() {
        // 10 by 1:2:4 is 1 3/7, 2 6/7, 5 5/7: two units are left over.
        assertThat(Allocation.allocate(10, new long[] {1, 2, 4})).containsExactly(1, 3, 6);
    }

    @Test
    void breaksTiesByTheLowerIndex() {
        assertThat(Allocation.allocate(5, new long[] {1, 1, 1})).containsExactly(2, 2, 1);
    }

    @Test
    void givesNothingForNoWeight() {
        assertThat(Allocation.allocate(7, new long[] {0, 3, 0})).containsExactly(0, 7, 0);
    }

    @Test
    void allocatesNothingToEveryone() {
        assertThat(Allocation.allocate(0, new long[] {1, 2})).containsExactly(0, 0);
    }

    @Test
    void doesNotOverflowWhereProductsExceedALong() {
        long[] parts = Allocation.allocate(Long.MAX_VALUE, new long[] {Long.MAX_VALUE - 1, 1});

        assertThat(parts).containsExactly(Long.MAX_VALUE - 1, 1);
    }

    @Test
    void refusesWhatCannotBeAllocated() {
        assertThatThrownBy(() -> Allocation.allocate(1, new long[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Allocation.allocate(1, new long[] {0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Allocation.allocate(-1, new long[] {1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Allocation.allocate(1, new long[] {2, -1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Allocation.allocate(1, new long[] {Long.MAX_VALUE, 1}))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    @Timeout(30)
    void allocatesExactlyToAMillionUsers() {
        Random random = new Random(20261121);
        long[] weights = random.longs(1_000_000, 1, 1_000_000).toArray();
        long began = System.nanoTime();

        long[] parts = Allocation.allocate(POOL, weights);

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long totalWeight = Arrays.stream(weights).sum();
        assertThat(Arrays.stream(parts).sum()).isEqualTo(POOL);
        for (int i = 0; i < weights.length; i += 997) {
            assertThat(parts[i] - Allocation.floorShare(POOL, weights[i], totalWeight))
                    .isBetween(0L, 1L);
        }
        assertThat(took).isLessThan(Duration.ofSeconds(15));
    }
}
