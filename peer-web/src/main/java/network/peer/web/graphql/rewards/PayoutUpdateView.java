package network.peer.web.graphql.rewards;

import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** Payouts of which at least one is not where the subscriber knows it. */
@Type("PayoutUpdate")
@Description("How far the caller's newest payouts are.")
public record PayoutUpdateView(
        @Description("Give it as `after` when you subscribe again: nothing is told twice, and nothing is missed.")
        String cursor,

        @Description(
                "The caller's shares of the seven newest closed days, newest first; days without a share are left out.")
        List<@NonNull PayoutView> payouts) {
    static PayoutUpdateView of(String cursor, List<PayoutFeed.DayShare> shares) {
        return new PayoutUpdateView(cursor, shares.stream().map(PayoutView::of).toList());
    }
}
