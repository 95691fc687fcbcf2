package network.peer.web.graphql.rewards;

import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** One user's share of one day. */
@Type("Payout")
@Description("The caller's share of one day.")
public record PayoutView(
        @Description("The UTC day.") LocalDate day,

        @Description("The share, and how far it is.") RewardShareView share) {
    static PayoutView of(PayoutFeed.DayShare share) {
        return new PayoutView(share.share().day(), RewardShareView.of(share.share(), share.settlement()));
    }
}
