package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.Nullable;
import network.peer.tokenomics.AbuseLimits;
import network.peer.web.graphql.GemsView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** Limits against farming gems. */
@Type("AbuseLimits")
@Description("Limits against farming gems; each is off where it is null. They keep back gems, never the action itself.")
public record AbuseLimitsView(
        @Nullable @Description("What one user's actions of a UTC day can give or take.")
        GemsView mostGemsByActor,

        @Nullable @Description("The same, to one owner.") GemsView mostGemsByPair,

        @Nullable @Description("Accounts that are younger, in seconds, give and take nothing.")
        String youngestActorSeconds) {
    static AbuseLimitsView of(AbuseLimits limits) {
        return new AbuseLimitsView(
                limits.mostGemsHundredthsByActor() == null ? null : GemsView.of(limits.mostGemsHundredthsByActor()),
                limits.mostGemsHundredthsByPair() == null ? null : GemsView.of(limits.mostGemsHundredthsByPair()),
                limits.youngestActorSeconds() == null ? null : Long.toString(limits.youngestActorSeconds()));
    }
}
