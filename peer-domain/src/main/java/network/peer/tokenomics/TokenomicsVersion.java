package network.peer.tokenomics;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import network.peer.token.TokenAmount;

/**
 * Every figure of the token economy, as in force from one instant to the next version's.
 *
 * @param actions price, free allowance and gems of each kind of action
 * @param transferMessageMaxGraphemes longest message of a transfer, in grapheme clusters
 */
public record TokenomicsVersion(
        int version,
        Instant validFrom,
        TokenAmount totalCap,
        TokenAmount dailyPool,
        Map<ActionKind, ActionTerms> actions,
        FeeRates feeRates,
        TokenAmount transferMinimum,
        int transferMessageMaxGraphemes,
        AbuseLimits limits) {
    public TokenomicsVersion {
        actions = Map.copyOf(actions);
        if (actions.size() != ActionKind.values().length) {
            throw new IllegalArgumentException("tokenomics version " + version + " lacks the terms of an action");
        }
    }

    /** Whether what decides about a day's gems and pool is the same as in another version. */
    boolean hasSameRewardsAs(TokenomicsVersion other) {
        return dailyPool.equals(other.dailyPool)
                && limits.equals(other.limits)
                && Stream.of(ActionKind.values())
                        .allMatch(kind -> terms(kind).gemsHundredths()
                                == other.terms(kind).gemsHundredths());
    }

    public ActionTerms terms(ActionKind kind) {
        return Objects.requireNonNull(actions.get(kind));
    }

    public FeeCalculator fees() {
        return new FeeCalculator(feeRates);
    }
}
