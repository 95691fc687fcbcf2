package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.AttemptState;
import network.peer.settlement.SettlementQueries.Attempt;
import network.peer.settlement.SettlementQueries.Attempt.Costs;
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

        @Description("The lane that signed it.") String lane,
        @Description("Its name on Solana.") String signature,
        @Description("The memo that names what it pays.") String memo,
        @Description("The block that it builds on.") String blockhash,

        @Description("It cannot land once the finalized block height has passed this.")
        String lastValidBlockHeight,

        @Description("How many compute units it may use.") String computeUnitLimit,

        @Description("What it offers for each compute unit, in millionths of a lamport.")
        String priorityFeeMicroLamports,

        @Nullable @Description("The slot in which it landed.")
        String landedSlot,

        @Nullable @Description("What the chain took for it, in lamports; null until that is booked.")
        String feeLamports,

        @Nullable @Description("What went into accounts that it made, in lamports; null until that is booked.")
        String rentLamports,

        @Nullable @Description("What went wrong.") String problem,

        @Nullable
        @Description(
                "Of an EXPIRED one, why it is certain that it did not land: heights and answers of each endpoint, as JSON.")
        String absenceProof,

        @Description("When it was signed.") Instant createdAt,

        @Nullable @Description("When its outcome was certain.")
        Instant closedAt) {
    static AttemptView of(Attempt attempt) {
        Costs costs = attempt.costs();
        return new AttemptView(
                attempt.id().toString(),
                attempt.state(),
                attempt.lane(),
                attempt.signature().base58(),
                attempt.memo(),
                attempt.blockhash(),
                Long.toString(attempt.lastValidBlockHeight()),
                Long.toString(attempt.computeUnitLimit()),
                Long.toString(attempt.priorityFeeMicroLamports()),
                attempt.landedSlot() == null ? null : attempt.landedSlot().toString(),
                costs == null ? null : Long.toString(costs.feeLamports()),
                costs == null ? null : Long.toString(costs.rentLamports()),
                attempt.problem(),
                attempt.absenceProof(),
                attempt.createdAt(),
                attempt.closedAt());
    }
}
