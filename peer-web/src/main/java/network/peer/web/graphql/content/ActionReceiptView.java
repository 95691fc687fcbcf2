package network.peer.web.graphql.content;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.util.UUID;
import network.peer.content.ActionResult;
import network.peer.content.Payment;
import network.peer.tokenomics.ActionKind;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** What an action came to. */
@Type("ActionReceipt")
@Description("What an action came to. The same idempotency key with the same input gives the same receipt again.")
public record ActionReceiptView(
        @Id @Description("The action's id.") String id,
        @Description("What was done.") ActionKind kind,

        @Id @Description("The post that it was done to, or that was published.")
        String postId,

        @Id @Nullable @Description("The comment that was written, if the action was one.")
        String commentId,

        @Description("How it was paid.") Payment payment,

        @Description("What was paid, fees included; zero unless paid in tokens.")
        TokenAmountView price,

        @Id @Nullable @Description("The movement that paid it, if it was paid in tokens.")
        String ledgerTransactionId,

        @Description("The instant that decides which day the action belongs to.")
        Instant recordedAt,

        @Description("Whether this is an earlier receipt again: nothing was done now.")
        boolean replayed) {
    static ActionReceiptView of(ActionResult result) {
        return new ActionReceiptView(
                result.actionId().toString(),
                result.kind(),
                result.postId().toString(),
                text(result.commentId()),
                result.payment(),
                TokenAmountView.of(result.price()),
                text(result.ledgerTransactionId()),
                result.recordedAt(),
                result.replayed());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
