package network.peer.rewards;

import java.time.LocalDate;
import java.util.UUID;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What one user gets of one day's pool.
 *
 * @param userName empty once the account is deleted
 * @param gemsHundredths known once the day is aggregated
 * @param amount known once the day is allocated; null for a user who is left out
 * @param ledgerTransactionId the mint that paid it
 */
public record RewardShare(
        LocalDate day,
        UUID userId,
        String userName,
        @Nullable LeftOutReason leftOutReason,
        @Nullable Long gemsHundredths,
        @Nullable TokenAmount amount,
        @Nullable UUID ledgerTransactionId) {}
