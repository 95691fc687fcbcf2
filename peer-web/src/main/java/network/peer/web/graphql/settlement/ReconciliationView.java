package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.ReconciliationQueries.ReconciliationRun;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One comparison of every wallet and the supply with the chain. */
@Type("Reconciliation")
@Description("One comparison of every wallet and the supply with the chain.")
public record ReconciliationView(
        @Id @Description("Its id.") String id,
        @Description("When it was started.") Instant startedAt,

        @Nullable @Description("When it ended; null if it is not finished.")
        Instant endedAt,

        @Description("How many wallets were compared so far.")
        int wallets,

        @Description("How many differences were found so far, the supply's included.")
        int differences) {
    static ReconciliationView of(ReconciliationRun run) {
        return new ReconciliationView(
                run.id().toString(),
                run.startedAt(),
                run.endedAt(),
                Arguments.count(run.wallets()),
                Arguments.count(run.differences()));
    }
}
