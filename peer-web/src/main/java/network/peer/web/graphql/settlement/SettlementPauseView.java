package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.SettlementStory.Pause;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A pause in force. */
@Type("SettlementPause")
@Description("Something that signs nothing until it is resumed.")
public record SettlementPauseView(
        @Description("ALL, LANE:name or KIND:kind.") String scope,
        @Description("Why.") String reason,

        @Nullable @Id @Description("The operator; null if the product paused by itself.")
        String pausedById,

        @Description("Since when.") Instant pausedAt) {
    static SettlementPauseView of(Pause pause) {
        return new SettlementPauseView(
                pause.scope(),
                pause.reason(),
                pause.pausedBy() == null ? null : pause.pausedBy().toString(),
                pause.pausedAt());
    }
}
