package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import java.util.Optional;
import network.peer.ledger.Balance;
import network.peer.token.TokenAmount;
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

        @Description("Both together.") TokenAmountView total,

        @Nullable
        @Description(
                "What stands in the caller's own wallet on chain with everything final; null for a caller who is not on chain.")
        TokenAmountView settledOnChain) {
    static BalanceView of(Balance balance, Optional<TokenAmount> settledOnChain) {
        return new BalanceView(
                TokenAmountView.of(balance.available()),
                TokenAmountView.of(balance.reserved()),
                TokenAmountView.of(balance.total()),
                settledOnChain.map(TokenAmountView::of).orElse(null));
    }
}
