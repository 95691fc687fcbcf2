package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.AttemptState;
import network.peer.settlement.SettlementQueries.Attempt;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One signed transaction that tries to pay; never its bytes. */
@Type("SettlementAttempt")
@Description("One signed transaction that tries to pay what is owed.")
public record AttemptView(
        @Id @Description("The attempt's id.") String id,

        @Description("Where it is; UNKNOWN means that it may still land.")
        AttemptState state,

        @Description("Its name on Solana.") String signature,
        @Description("The memo that names what it pays.") String memo,

        @Description("It cannot land once the finalized block height has passed this.")
        String lastValidBlockHeight,

        @Nullable @Description("The slot in which it landed.")
        String landedSlot,

        @Nullable @Description("What went wrong.") String problem,
        @Description("When it was signed.") Instant createdAt,

        @Nullable @Description("When its outcome was certain.")
        Instant closedAt) {
    static AttemptView of(Attempt attempt) {
        return new AttemptView(
                attempt.id().toString(),
                attempt.state(),
                attempt.signature().base58(),
                attempt.memo(),
                Long.toString(attempt.lastValidBlockHeight()),
                attempt.landedSlot() == null ? null : attempt.landedSlot().toString(),
                attempt.problem(),
                attempt.createdAt(),
                attempt.closedAt());
    }
}
