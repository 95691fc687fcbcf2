package network.peer.tokenomics;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What changes with the next version; everything that is null, or an action that is not named, stays as it is. The total cap
 * never changes.
 *
 * @param limits each of its limits replaces the one before, 0 or less in the input having become null: off
 */
public record TokenomicsChange(
        @Nullable TokenAmount dailyPool,
        Map<ActionKind, TermsChange> actions,
        @Nullable Integer companyBasisPoints,
        @Nullable Integer burnBasisPoints,
        @Nullable Integer inviterBasisPoints,
        @Nullable TokenAmount transferMinimum,
        @Nullable Integer transferMessageMaxGraphemes,
        @Nullable AbuseLimits limits) {
    public static final TokenomicsChange NONE =
            new TokenomicsChange(null, Map.of(), null, null, null, null, null, null);

    private static final int LONGEST_MESSAGE = 500;
    private static final int MOST_FREE_PER_DAY = 10_000;
    private static final long MOST_GEMS_HUNDREDTHS = 1_000_000_000L;

    public TokenomicsChange {
        actions = Map.copyOf(actions);
    }

    /** What changes of one kind of action. */
    public record TermsChange(
            @Nullable TokenAmount price,
            @Nullable Integer freePerDay,
            @Nullable Long gemsHundredths) {}

    /** @throws BusinessException BAD_INPUT naming the figure that cannot be */
    TokenomicsVersion applyTo(TokenomicsVersion previous, Instant validFrom) {
        Map<ActionKind, ActionTerms> terms = new EnumMap<>(ActionKind.class);
        for (ActionKind kind : ActionKind.values()) {
            terms.put(kind, terms(kind, previous.terms(kind), actions.get(kind)));
        }
        TokenAmount pool = or(dailyPool, previous.dailyPool());
        require(
                !pool.isZero() && pool.compareTo(previous.totalCap()) <= 0,
                "dailyPool",
                "more than 0, at most the cap");
        TokenAmount minimum = or(transferMinimum, previous.transferMinimum());
        require(!minimum.isZero(), "transferMinimum", "more than 0");
        int longest = or(transferMessageMaxGraphemes, previous.transferMessageMaxGraphemes());
        require(longest >= 0 && longest <= LONGEST_MESSAGE, "transferMessageMaxGraphemes", "0 to " + LONGEST_MESSAGE);
        return new TokenomicsVersion(
                previous.version() + 1,
                validFrom,
                previous.totalCap(),
                pool,
                terms,
                rates(previous.feeRates()),
                minimum,
                longest,
                or(limits, previous.limits()));
    }

    private FeeRates rates(FeeRates previous) {
        try {
            return new FeeRates(
                    or(companyBasisPoints, previous.companyBasisPoints()),
                    or(burnBasisPoints, previous.burnBasisPoints()),
                    or(inviterBasisPoints, previous.inviterBasisPoints()));
        } catch (IllegalArgumentException noShares) {
            throw new BusinessException(ErrorCode.BAD_INPUT, "The fee rates must be 0 to 100 % in all.", noShares);
        }
    }

    private static ActionTerms terms(ActionKind kind, ActionTerms previous, @Nullable TermsChange change) {
        if (change == null) {
            return previous;
        }
        int free = or(change.freePerDay(), previous.freePerDay());
        long gems = or(change.gemsHundredths(), previous.gemsHundredths());
        require(free >= 0 && free <= MOST_FREE_PER_DAY, "freePerDay", "0 to " + MOST_FREE_PER_DAY);
        require(Math.abs(gems) <= MOST_GEMS_HUNDREDTHS, "gemsHundredths", "at most " + MOST_GEMS_HUNDREDTHS);
        require(kind != ActionKind.POST || gems == 0, "gemsHundredths", "a post gives its author none");
        require(kind != ActionKind.VIEW || free == 0, "freePerDay", "views have no allowance");
        TokenAmount price = or(change.price(), previous.price());
        // A view may come without an idempotency key, and nobody pays without one.
        require(kind != ActionKind.VIEW || price.isZero(), "price", "views cost nothing");
        return new ActionTerms(price, free, gems);
    }

    private static <T> T or(@Nullable T changed, T previous) {
        return changed == null ? previous : changed;
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new InvalidInputException(field, rule);
        }
    }
}
