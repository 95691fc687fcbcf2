package network.peer.rewards;

import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * How a user's share of a day came about: pool × gems / all gems, rounded down, and perhaps one base unit of what was left.
 *
 * @param floorShare the share rounded down; null before the allocation and for a user who is left out
 * @param remainderBaseUnits 1 if the share got one of the base units that were left over, else 0
 * @param exclusionReason what the operator who excluded the user wrote; null unless that is why the user is left out
 */
public record RewardExplanation(
        RewardDay day,
        RewardShare share,
        @Nullable TokenAmount floorShare,
        long remainderBaseUnits,
        @Nullable String exclusionReason) {}
