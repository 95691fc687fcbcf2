package network.peer.web.graphql.wallet;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A balance that the subscriber does not know yet. */
@Type("BalanceUpdate")
@Description("What the caller has now.")
public record BalanceUpdateView(
        @Description("Give it as `after` when you subscribe again: nothing is told twice, and nothing is missed.")
        String cursor,

        @Description("What the caller has.") BalanceView balance) {
    static BalanceUpdateView of(String cursor, BalanceFeed.State state) {
        return new BalanceUpdateView(cursor, BalanceView.of(state.balance(), state.settledOnChain()));
    }
}
