package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.Nullable;
import network.peer.InvalidInputException;
import network.peer.tokenomics.AbuseLimits;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;

/** The limits of the next version. */
@Input("AbuseLimitsInput")
@Description("All limits against farming gems of the next version; what is left out is off.")
public record AbuseLimitsInput(
        @Nullable @Description("What one user's actions of a UTC day can give or take, in hundredths of a gem.")
        Integer mostGemsHundredthsByActor,

        @Nullable @Description("The same, to one owner.") Integer mostGemsHundredthsByPair,

        @Nullable @Description("Accounts that are younger give and take nothing.")
        Integer youngestActorSeconds) {
    AbuseLimits toLimits() {
        try {
            return new AbuseLimits(
                    toLong(mostGemsHundredthsByActor), toLong(mostGemsHundredthsByPair), toLong(youngestActorSeconds));
        } catch (IllegalArgumentException nothing) {
            throw new InvalidInputException("limits", "each must be more than 0", nothing);
        }
    }

    private static @org.jspecify.annotations.Nullable Long toLong(@org.jspecify.annotations.Nullable Integer limit) {
        return limit == null ? null : limit.longValue();
    }
}
