package network.peer.rewards;

import java.math.BigInteger;
import java.util.Arrays;

/** Divides an amount by weights so that the parts sum exactly to it. */
public final class Allocation {
    private Allocation() {}

    /**
     * The part that a weight has of the total, rounded down: what a user is shown during the day, when the remainder is
     * not known yet.
     */
    public static long floorShare(long total, long weight, long totalWeight) {
        return BigInteger.valueOf(total)
                .multiply(BigInteger.valueOf(weight))
                .divide(BigInteger.valueOf(totalWeight))
                .longValueExact();
    }

    /**
     * Floors each part, then hands out what is left one by one, largest remainder first; of equal remainders the lower
     * index comes first, so callers order by user id as {@code Ids.ORDER} does.
     *
     * @throws IllegalArgumentException if the total or a weight is negative, or no weight is positive
     * @throws ArithmeticException if the weights sum to more than a long holds
     */
    public static long[] allocate(long total, long[] weights) {
        long totalWeight = sum(weights);
        if (total < 0 || totalWeight == 0) {
            throw new IllegalArgumentException("cannot allocate " + total + " by a total weight of " + totalWeight);
        }
        BigInteger exactTotal = BigInteger.valueOf(total);
        BigInteger exactWeight = BigInteger.valueOf(totalWeight);
        long[] parts = new long[weights.length];
        long[] remainders = new long[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] quotientAndRemainder =
                    exactTotal.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(exactWeight);
            parts[i] = quotientAndRemainder[0].longValueExact();
            remainders[i] = quotientAndRemainder[1].longValueExact();
            left -= parts[i];
        }
        handOut(Math.toIntExact(left), remainders, parts);
        return parts;
    }

    private static void handOut(int units, long[] remainders, long[] parts) {
        if (units == 0) {
            return;
        }
        long[] ascending = remainders.clone();
        Arrays.sort(ascending);
        long threshold = ascending[ascending.length - units];
        int left = units;
        for (int i = 0; i < parts.length; i++) {
            if (remainders[i] > threshold) {
                parts[i]++;
                left--;
            }
        }
        for (int i = 0; i < parts.length && left > 0; i++) {
            if (remainders[i] == threshold) {
                parts[i]++;
                left--;
            }
        }
    }

    private static long sum(long[] weights) {
        long sum = 0;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("negative weight: " + weight);
            }
            sum = Math.addExact(sum, weight);
        }
        return sum;
    }
}
