package network.peer.web.graphql.wallet;

import network.peer.ledger.LedgerHistory.Movement;
import network.peer.tokenomics.FeeBreakdown;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** The fees that the caller paid in a movement. */
@Type("Fees")
@Description("The fees that the caller paid in a movement; all zero where somebody else paid.")
public record FeesView(
        @Description("The company's share.") TokenAmountView company,
        @Description("What is burned.") TokenAmountView burn,
        @Description("The inviter's share.") TokenAmountView inviter) {
    static FeesView of(FeeBreakdown parts) {
        return new FeesView(
                TokenAmountView.of(parts.companyFee()),
                TokenAmountView.of(parts.burnFee()),
                TokenAmountView.of(parts.inviterFee()));
    }

    static FeesView of(Movement movement) {
        return new FeesView(
                TokenAmountView.of(movement.companyFee()),
                TokenAmountView.of(movement.burnFee()),
                TokenAmountView.of(movement.inviterFee()));
    }
}
