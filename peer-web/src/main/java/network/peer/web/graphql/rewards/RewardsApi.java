package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.Page;
import network.peer.identity.Role;
import network.peer.rewards.RewardQueries;
import network.peer.rewards.RewardShare;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** How days ended: the totals for everybody, one's own share for oneself, all shares for who looks after the money. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class RewardsApi {
    private final RewardQueries rewards;
    private final SettlementQueries settlements;
    private final Caller caller;

    @Inject
    public RewardsApi(RewardQueries rewards, SettlementQueries settlements, Caller caller) {
        this.rewards = rewards;
        this.settlements = settlements;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected RewardsApi() {
        this(null, null, null);
    }

    @AllowedRoles({Role.USER, Role.OPERATOR, Role.AUDITOR})
    @Query("rewardDay")
    @Description("One day and what became of its pool.")
    public RewardDayView rewardDay(@Name("day") @Description("The UTC day.") LocalDate day) {
        return RewardDayView.of(rewards.byDay(day));
    }

    @AllowedRoles({Role.USER, Role.OPERATOR, Role.AUDITOR})
    @Query("rewardDays")
    @Description("All days on record, newest first.")
    public RewardDayConnection rewardDays(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return RewardDayConnection.of(
                rewards.newestFirst(Arguments.page(first, after)).map(RewardDayView::of));
    }

    @AllowedRoles({Role.USER, Role.OPERATOR, Role.AUDITOR})
    @Name("myShare")
    @Nullable
    @Description("The caller's own share of the day; null if the caller got no gems, or before the close.")
    public RewardShareView myShare(@Source RewardDayView day) {
        return rewards.share(day.day(), caller.id())
                .map(share -> RewardShareView.of(share, settlements.ofPayouts(day.day(), List.of(caller.id()))))
                .orElse(null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Name("payouts")
    @Description("Every user who got gems on the day, paid or left out; empty before the close.")
    public RewardShareConnection payouts(
            @Source RewardDayView day,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        Page<RewardShare> page = rewards.payouts(day.day(), Arguments.page(first, after));
        List<UUID> users = page.items().stream().map(RewardShare::userId).toList();
        Map<UUID, MovementSettlement> byUser = settlements.ofPayouts(day.day(), users);
        return RewardShareConnection.of(page.map(share -> RewardShareView.of(share, byUser)));
    }
}
