package network.peer.web.graphql;

import io.smallrye.graphql.api.Nullable;
import java.util.Collection;
import java.util.Comparator;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** How far a movement is on its way to the chain. */
@Type("MovementSettlement")
@Description("How far a movement is on its way to the chain. The movement itself is true already.")
public record SettlementStateView(
        @Description("RECORDED, then SUBMITTED, CONFIRMED, and FINALIZED for ever.")
        SettlementProgress state,

        @Nullable @Description("The transaction on Solana; null while nothing was sent.")
        String signature) {
    public static SettlementStateView of(MovementSettlement settlement) {
        return new SettlementStateView(
                SettlementProgress.of(settlement.progress()),
                settlement.signature() == null ? null : settlement.signature().base58());
    }

    /** Of a movement that has several effects on chain: the one that is least far; null if it has none. */
    public static @Nullable SettlementStateView ofSlowest(Collection<MovementSettlement> settlements) {
        return settlements.stream()
                .min(Comparator.comparing(MovementSettlement::progress))
                .map(SettlementStateView::of)
                .orElse(null);
    }
}
