package network.peer.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class AllocationPropertyTest {
    @Property(tries = 500)
    void thePartsSumToTheTotal(
            @ForAll @LongRange(min = 0, max = 19_500_000_000_000_000L) long total,
            @ForAll @Size(min = 1, max = 2_000) List<@LongRange(min = 0, max = 1_000_000_000_000L) Long> weights) {
        long[] array = positive(weights);

        assertThat(Arrays.stream(Allocation.allocate(total, array)).sum()).isEqualTo(total);
    }

    /** Against the definition, written down naively: floor, then one each by remainder and index. */
    @Property(tries = 500)
    void allocatesAsTheDefinitionSays(
            @ForAll @LongRange(min = 0, max = 10_000) long total,
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 50) Long> weights) {
        long[] array = positive(weights);

        assertThat(Allocation.allocate(total, array)).containsExactly(naive(total, array));
    }

    private static long[] positive(List<Long> weights) {
        long[] array = weights.stream().mapToLong(Long::longValue).toArray();
        Assume.that(Arrays.stream(array).sum() > 0);
        return array;
    }

    private static long[] naive(long total, long[] weights) {
        BigInteger sum = BigInteger.valueOf(Arrays.stream(weights).sum());
        long[] parts = new long[weights.length];
        List<Integer> byRemainder = new ArrayList<>();
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            parts[i] = product(total, weights[i]).divide(sum).longValueExact();
            left -= parts[i];
            byRemainder.add(i);
        }
        byRemainder.sort(
                Comparator.comparing((Integer i) -> product(total, weights[i]).mod(sum))
                        .reversed());
        for (int i = 0; i < left; i++) {
            parts[byRemainder.get(i)]++;
        }
        return parts;
    }

    private static BigInteger product(long left, long right) {
        return BigInteger.valueOf(left).multiply(BigInteger.valueOf(right));
    }
}
