package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.ledger.TransactionKind;
import network.peer.transfer.MovementReceipt;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** What a transfer or a burn came to. */
@Type("TransferReceipt")
@Description(
        "What a transfer or a burn came to. The same idempotency key with the same input gives the same receipt again.")
public record TransferReceiptView(
        @Id @Description("The movement's id; the history lists it under this.")
        String id,

        @Description("TRANSFER or BURN.") TransactionKind kind,

        @Id @Nullable @Description("Who got the net amount; null for a burn.")
        String recipientId,

        @Description("What the recipient got, or what was burned.")
        TokenAmountView net,

        @Description("The fees that the caller paid.") FeesView fees,

        @Description("What the caller paid, fees included.") TokenAmountView gross,

        @Nullable @Description("The message as it was stored.")
        String message,

        @Description("When it was recorded.") Instant recordedAt,

        @Description("Whether this is an earlier receipt again: nothing was moved now.")
        boolean replayed) {
    static TransferReceiptView of(MovementReceipt receipt) {
        return new TransferReceiptView(
                receipt.ledgerTransactionId().toString(),
                receipt.kind(),
                receipt.recipientId() == null ? null : receipt.recipientId().toString(),
                TokenAmountView.of(receipt.parts().net()),
                FeesView.of(receipt.parts()),
                TokenAmountView.of(receipt.parts().debit()),
                receipt.message(),
                receipt.recordedAt(),
                receipt.replayed());
    }
}
