package network.peer.web.graphql.wallet;

import network.peer.tokenomics.FeeBreakdown;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What a transfer would cost. */
@Type("TransferQuote")
@Description("What a transfer would cost the caller by the figures in force now.")
public record TransferQuoteView(
        @Description("What the recipient would get.") TokenAmountView net,
        @Description("The fees on top of it.") FeesView fees,

        @Description("What the caller would pay, fees included.")
        TokenAmountView gross) {
    static TransferQuoteView of(FeeBreakdown parts) {
        return new TransferQuoteView(
                TokenAmountView.of(parts.net()), FeesView.of(parts), TokenAmountView.of(parts.debit()));
    }
}
