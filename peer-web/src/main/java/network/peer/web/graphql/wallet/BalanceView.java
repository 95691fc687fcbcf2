package network.peer.web.graphql.wallet;

import network.peer.ledger.Balance;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What the caller has. */
@Type("Balance")
@Description("What the caller has.")
public record BalanceView(
        @Description("Free to spend.") TokenAmountView available,

        @Description("Held for a withdrawal that is not final.")
        TokenAmountView reserved,

        @Description("Both together.") TokenAmountView total) {
    static BalanceView of(Balance balance) {
        return new BalanceView(
                TokenAmountView.of(balance.available()),
                TokenAmountView.of(balance.reserved()),
                TokenAmountView.of(balance.total()));
    }
}
