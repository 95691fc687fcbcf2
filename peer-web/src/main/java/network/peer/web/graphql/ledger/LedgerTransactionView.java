package network.peer.web.graphql.ledger;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.time.LocalDate;
import network.peer.ledger.LedgerBooks.Transaction;
import network.peer.ledger.TransactionKind;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A ledger transaction; its postings are asked for by themselves. */
@Type("LedgerTransaction")
@Description("What was posted at once, for one cause, and never changes.")
public record LedgerTransactionView(
        @Id @Description("The ledger transaction's id.") String id,
        @Description("Why it was posted.") TransactionKind kind,

        @Description(
                "Under which it was posted, once and for ever: of the client for a movement, of the cause for the rest.")
        String idempotencyKey,

        @Description("When what it is about was recorded.") Instant recordedAt,

        @Description("The version of the figures by which it was reckoned.")
        int tokenomicsVersion,

        @Nullable @Description("The day whose gems are paid, if it is a mint.")
        LocalDate rewardDay,

        @Id @Nullable @Description("The ledger transaction that it undoes, if it is a reversal.")
        String reversesId) {
    static LedgerTransactionView of(Transaction transaction) {
        return new LedgerTransactionView(
                transaction.id().toString(),
                transaction.kind(),
                transaction.idempotencyKey(),
                transaction.recordedAt(),
                transaction.tokenomicsVersion(),
                transaction.rewardDay(),
                transaction.reversesId() == null
                        ? null
                        : transaction.reversesId().toString());
    }
}
