package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import java.util.Collection;
import java.util.UUID;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.graphql.SettlementStateView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A movement that is not where the subscriber knows it. */
@Type("MovementUpdate")
@Description("How far a movement is on its way to the chain.")
public record MovementUpdateView(
        @Description("Give it as `after` when you subscribe again: nothing is told twice, and nothing is missed.")
        String cursor,

        @Id @Description("The movement's id.") String id,

        @Nullable @Description("How far it is on its way to the chain; null if nothing changes there.")
        SettlementStateView settlement) {
    static MovementUpdateView of(String cursor, UUID id, Collection<MovementSettlement> settlements) {
        return new MovementUpdateView(cursor, id.toString(), SettlementStateView.ofSlowest(settlements));
    }
}
