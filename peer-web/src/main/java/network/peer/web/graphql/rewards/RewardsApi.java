package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.identity.Role;
import network.peer.rewards.RewardEstimates;
import network.peer.rewards.RewardProposals;
import network.peer.rewards.RewardQueries;
import network.peer.rewards.RewardShare;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.settlement.SettlementQueries.Payout;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import network.peer.web.graphql.identity.MeView;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** How days ended: the totals for everybody, one's own share for oneself, all shares for who looks after the money. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class RewardsApi {
    private final RewardQueries rewards;
    private final RewardEstimates estimates;
    private final RewardProposals proposals;
    private final SettlementQueries settlements;
    private final Caller caller;

    @Inject
    public RewardsApi(
            RewardQueries rewards,
            RewardEstimates estimates,
            RewardProposals proposals,
            SettlementQueries settlements,
            Caller caller) {
        this.rewards = rewards;
        this.estimates = estimates;
        this.proposals = proposals;
        this.settlements = settlements;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected RewardsApi() {
        this(null, null, null, null, null);
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

    @AllowedRoles(Role.USER)
    @Name("myShare")
    @Nullable
    @Description("The caller's own share of the day; null if the caller got no gems, or before the close.")
    public List<@Nullable RewardShareView> myShare(@Source List<RewardDayView> days) {
        UUID user = caller.id();
        Map<LocalDate, RewardShare> shares =
                rewards.shares(days.stream().map(RewardDayView::day).toList(), user);
        Map<Payout, MovementSettlement> settled = settlements.ofPayouts(
                shares.keySet().stream().map(day -> new Payout(day, user)).toList());
        List<@Nullable RewardShareView> views = new ArrayList<>();
        for (RewardDayView day : days) {
            RewardShare share = shares.get(day.day());
            views.add(share == null ? null : RewardShareView.of(share, settled.get(new Payout(day.day(), user))));
        }
        return views;
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Name("payouts")
    @Description("Every user who got gems on the day, paid or left out; empty before the close.")
    public List<RewardShareConnection> payouts(
            @Source List<RewardDayView> days,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        Map<LocalDate, Page<RewardShare>> pages =
                rewards.payouts(days.stream().map(RewardDayView::day).toList(), Arguments.page(first, after));
        Map<Payout, MovementSettlement> settled = settlements.ofPayouts(pages.values().stream()
                .flatMap(page -> page.items().stream())
                .map(share -> new Payout(share.day(), share.userId()))
                .toList());
        return days.stream()
                .map(day -> Objects.requireNonNull(pages.get(day.day())))
                .map(page -> RewardShareConnection.of(page.map(
                        share -> RewardShareView.of(share, settled.get(new Payout(share.day(), share.userId()))))))
                .toList();
    }

    @AllowedRoles(Role.USER)
    @Name("rewardEstimate")
    @Description("What the caller would get of today's pool if the day ended now.")
    public RewardEstimateView rewardEstimate(@Source MeView me) {
        return RewardEstimateView.of(estimates.today(caller.id()));
    }

    @AllowedRoles({Role.USER, Role.OPERATOR, Role.AUDITOR})
    @Query("rewardExplanation")
    @Description("How a share of a closed day came about. One's own; an OPERATOR or AUDITOR may ask for anybody's.")
    public RewardExplanationView rewardExplanation(
            @Name("day") @Description("The UTC day.") LocalDate day,
            @Name("userId") @Id @Nullable @Description("Whose share; null for one's own.") String userId) {
        UUID user = userId == null ? caller.id() : Arguments.id("userId", userId);
        requireMayAsk(user);
        return RewardExplanationView.of(rewards.explanation(day, user), settlements.ofPayouts(day, List.of(user)));
    }

    @AllowedRoles({Role.USER, Role.OPERATOR, Role.AUDITOR})
    @Name("gemEvents")
    @Description("The gems that the share was made of, action by action, oldest first.")
    public GemEventConnection gemEvents(
            @Source RewardExplanationView explanation,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        UUID user = Arguments.id("userId", explanation.share().user().id());
        requireMayAsk(user);
        return GemEventConnection.of(rewards.gemEvents(explanation.day().day(), user, Arguments.page(first, after))
                .map(GemEventView::of));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("excludeFromRewardDay")
    @Description("Leaves a user out of a day, from its beginning until it is approved or allocated.")
    public RewardExclusionView excludeFromRewardDay(
            @Name("day") @Description("The UTC day.") LocalDate day,
            @Name("userId") @Id @Description("Who is left out; not the caller.") String userId,
            @Name("reason")
                    @Description("Why, up to 500 characters; the user can read it, and it goes into the audit log.")
                    String reason) {
        UUID user = Arguments.id("userId", userId);
        proposals.exclude(caller.id(), day, user, reason);
        return new RewardExclusionView(day, user.toString(), reason);
    }

    private void requireMayAsk(UUID user) {
        Set<Role> roles = caller.roles(false);
        if (!user.equals(caller.id()) && !roles.contains(Role.OPERATOR) && !roles.contains(Role.AUDITOR)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "userId: one's own share only");
        }
    }
}
