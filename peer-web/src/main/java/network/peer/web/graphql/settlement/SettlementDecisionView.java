package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.Decision;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** What is to become of a parked settlement. */
@Type("SettlementDecision")
@Description("What is to become of a parked settlement: one operator asks, another approves.")
public record SettlementDecisionView(
        @Id @Description("The decision's id.") String id,
        @Id @Description("The intent's id.") String settlementId,
        @Description("What becomes of it.") SettlementAction action,
        @Description("Why.") String reason,
        @Id @Description("Who asked.") String requestedById,
        @Description("When.") Instant requestedAt,

        @Nullable @Id @Description("Who approved; null while it waits.")
        String approvedById,

        @Nullable @Description("When it was carried out.") Instant executedAt,

        @Description("Whether this repeats the answer to an earlier approval by the same operator.")
        boolean replayed) {
    static SettlementDecisionView of(Decision decision) {
        return new SettlementDecisionView(
                decision.id().toString(),
                decision.intentId().toString(),
                SettlementAction.of(decision.action()),
                decision.reason(),
                decision.requestedBy().toString(),
                decision.requestedAt(),
                decision.approvedBy() == null ? null : decision.approvedBy().toString(),
                decision.executedAt(),
                decision.replayed());
    }
}
