package network.peer.web.graphql.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.rewards.RewardQueries;
import network.peer.rewards.RewardShare;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.settlement.SettlementQueries.Payout;
import network.peer.web.subscriptions.Feed;
import org.jspecify.annotations.Nullable;

/** The newest payouts of users. */
@ApplicationScoped
public class PayoutFeed implements Feed<UUID, List<PayoutFeed.DayShare>> {
    private static final int DAYS = 7;

    private final RewardQueries rewards;
    private final SettlementQueries settlements;

    @Inject
    public PayoutFeed(RewardQueries rewards, SettlementQueries settlements) {
        this.rewards = rewards;
        this.settlements = settlements;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected PayoutFeed() {
        this(null, null);
    }

    /**
     * A share of one day.
     *
     * @param settlement null before it is in the ledger
     */
    public record DayShare(RewardShare share, @Nullable MovementSettlement settlement) {}

    @Override
    public Map<UUID, List<DayShare>> read(Collection<UUID> userIds) {
        Map<UUID, List<RewardShare>> shares = rewards.newestShares(userIds, DAYS);
        Map<Payout, MovementSettlement> settled = settlements.ofPayouts(shares.values().stream()
                .flatMap(List::stream)
                .map(PayoutFeed::payout)
                .toList());
        Map<UUID, List<DayShare>> states = new LinkedHashMap<>();
        userIds.forEach(userId -> states.put(
                userId,
                shares.getOrDefault(userId, List.of()).stream()
                        .map(share -> new DayShare(share, settled.get(payout(share))))
                        .toList()));
        return states;
    }

    private static Payout payout(RewardShare share) {
        return new Payout(share.day(), share.userId());
    }
}
