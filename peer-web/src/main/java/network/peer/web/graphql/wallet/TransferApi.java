package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.Role;
import network.peer.transfer.SendTokens;
import network.peer.transfer.Transfers;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Tokens that the caller moves of one's own will. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class TransferApi {
    private static final String AMOUNT = "In PEER, as a decimal text with at most nine decimals, such as 12.5.";
    private static final String KEY =
            "The client's own name for this attempt, up to 100 characters: repeat it to get the"
                    + " same receipt instead of paying twice. It is kept for ever.";

    private final Transfers transfers;
    private final Caller caller;

    @Inject
    public TransferApi(Transfers transfers, Caller caller) {
        this.transfers = transfers;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected TransferApi() {
        this(null, null);
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Query("transferQuote")
    @Description("What a transfer would cost, before it is made.")
    public TransferQuoteView transferQuote(@Name("amount") @Description(AMOUNT) String amount) {
        return TransferQuoteView.of(transfers.quote(caller.id(), Arguments.amount("amount", amount)));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("transferTokens")
    @Description("Sends tokens to another user; the fees are added to the amount. True at once, the chain follows.")
    public TransferReceiptView transferTokens(
            @Name("recipientId") @Id @Description("The user who gets them.") String recipientId,
            @Name("amount") @Description(AMOUNT) String amount,
            @Name("message")
                    @Nullable
                    @Description(
                            "For the recipient: up to 500 characters, without control or invisible characters and URLs.")
                    String message,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        return TransferReceiptView.of(transfers.send(
                caller.id(),
                new SendTokens(Arguments.id("recipientId", recipientId), Arguments.amount("amount", amount), message),
                idempotencyKey));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("burnTokens")
    @Description("Takes tokens of the caller out of existence, without fees. It cannot be undone.")
    public TransferReceiptView burnTokens(
            @Name("amount") @Description(AMOUNT) String amount,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        return TransferReceiptView.of(transfers.burn(caller.id(), Arguments.amount("amount", amount), idempotencyKey));
    }
}
