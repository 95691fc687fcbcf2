package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.LaneWork;
import network.peer.settlement.SettlementQueries.Attempt;
import network.peer.settlement.SettlementQueries.Settlement;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** What is owed on chain for one movement, or for several that were netted. */
@Type("Settlement")
@Description("What is owed on chain for one movement: an intent, with every attempt to pay it.")
public record SettlementView(
        @Id @Description("The intent's id.") String id,
        @Description("What it does on chain.") IntentKind kind,
        @Description("Where it is; PARKED needs a person.") IntentState state,

        @Description("What it is about, such as reward day and user.")
        String businessKey,

        @Description("How much moves.") TokenAmountView amount,

        @Nullable
        @Id
        @Description("The movement on the books; null for a NET, which stands for several, and for a MIGRATION.")
        String ledgerTransactionId,

        @Nullable
        @Id
        @Description(
                "The settlement of kind NET that pays it together with others; null if it is paid by itself, or its"
                        + " window is still open.")
        String netId,

        @Description("The kind of lane that pays it.") LaneWork work,
        @Nullable @Description("What went wrong last.") String lastProblem,
        @Description("When the movement was recorded.") Instant createdAt,
        @Nullable @Description("When it was finalized.") Instant settledAt,

        @Description("Every signed transaction for it, oldest first.")
        List<@NonNull AttemptView> attempts) {
    /** @param attempts by intent */
    static SettlementView of(Settlement settlement, Map<UUID, List<Attempt>> attempts) {
        return new SettlementView(
                settlement.id().toString(),
                settlement.kind(),
                settlement.state(),
                settlement.businessKey(),
                TokenAmountView.of(settlement.amount()),
                text(settlement.ledgerTransactionId()),
                text(settlement.netId()),
                settlement.work(),
                settlement.lastProblem(),
                settlement.createdAt(),
                settlement.settledAt(),
                attempts.getOrDefault(settlement.id(), List.of()).stream()
                        .map(AttemptView::of)
                        .toList());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
