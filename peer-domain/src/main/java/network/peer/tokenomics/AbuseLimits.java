package network.peer.tokenomics;

import org.jspecify.annotations.Nullable;

/**
 * Limits against users who farm gems; each is off where it is null. They keep back gems, never the action itself.
 *
 * @param mostGemsHundredthsByActor what one user's actions of a day can give or take, in hundredths of a gem
 * @param mostGemsHundredthsByPair the same, to one owner
 * @param youngestActorSeconds accounts that are younger give and take nothing
 */
public record AbuseLimits(
        @Nullable Long mostGemsHundredthsByActor,
        @Nullable Long mostGemsHundredthsByPair,
        @Nullable Long youngestActorSeconds) {
    public static final AbuseLimits OFF = new AbuseLimits(null, null, null);

    public AbuseLimits {
        requirePositive(mostGemsHundredthsByActor);
        requirePositive(mostGemsHundredthsByPair);
        requirePositive(youngestActorSeconds);
    }

    private static void requirePositive(@Nullable Long limit) {
        if (limit != null && limit <= 0) {
            throw new IllegalArgumentException("a limit that allows nothing: " + limit);
        }
    }
}
