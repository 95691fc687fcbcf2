package network.peer.rewards;

import java.time.LocalDate;
import network.peer.token.TokenAmount;

/**
 * What a user would get of a day that is not closed, if it ended now.
 *
 * @param gemsHundredths the user's gems so far; may be negative
 * @param totalGemsHundredths the gems so far of all users who would be kept
 * @param pool what the day may mint
 * @param amount the share rounded down, as the close begins with; nothing for a user who would be left out
 */
public record RewardEstimate(
        LocalDate day, long gemsHundredths, long totalGemsHundredths, TokenAmount pool, TokenAmount amount) {}
