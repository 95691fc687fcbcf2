package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.time.LocalDate;
import network.peer.rewards.GemEvent;
import network.peer.rewards.WithheldReason;
import network.peer.tokenomics.ActionKind;
import network.peer.web.graphql.GemsView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** The gems of one action; who acted is not said. */
@Type("GemEvent")
@Description("The gems of one action on a post of the user.")
public record GemEventView(
        @Id @Description("The gem event's id.") String id,
        @Id @Description("The action's id.") String actionId,
        @Description("What was done.") ActionKind kind,
        @Id @Description("The post that it was done to.") String postId,
        @Description("What it gave.") GemsView gems,
        @Description("What a limit kept back.") GemsView withheld,

        @Nullable @Description("Which limit; null if nothing was kept back.")
        WithheldReason withheldReason,

        @Description("When the action was recorded.") Instant recordedAt,
        @Description("The UTC day of the action.") LocalDate actionDay,

        @Description("The day that it counts for: a later one if the action's was closed already.")
        LocalDate rewardDay,

        @Description("The version of the figures in force at the action.")
        int tokenomicsVersion) {
    static GemEventView of(GemEvent event) {
        return new GemEventView(
                event.id().toString(),
                event.actionId().toString(),
                event.kind(),
                event.postId().toString(),
                GemsView.of(event.gemsHundredths()),
                GemsView.of(event.withheldHundredths()),
                event.withheldReason(),
                event.recordedAt(),
                event.actionDay(),
                event.rewardDay(),
                event.tokenomicsVersion());
    }
}
