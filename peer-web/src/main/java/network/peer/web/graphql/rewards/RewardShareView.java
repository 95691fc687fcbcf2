package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import java.util.Map;
import java.util.UUID;
import network.peer.rewards.LeftOutReason;
import network.peer.rewards.RewardShare;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.graphql.GemsView;
import network.peer.web.graphql.PublicUserView;
import network.peer.web.graphql.SettlementStateView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** What one user gets of one day's pool. */
@Type("RewardShare")
@Description("What one user gets of one day's pool, and how far it is on its way to the user's wallet.")
public record RewardShareView(
        @Description("Whose share it is.") PublicUserView user,

        @Nullable @Description("The user's gems of the day; null before the day is aggregated.")
        GemsView gems,

        @Nullable @Description("The share; null before the day is allocated, and for a user who is left out.")
        TokenAmountView amount,

        @Nullable @Description("Why the user is left out; null if kept.")
        LeftOutReason leftOutReason,

        @Id @Nullable @Description("The mint that paid it; null before it is posted.")
        String ledgerTransactionId,

        @Nullable @Description("How far it is on its way to the chain; null before it is posted.")
        SettlementStateView settlement) {
    /** @param settlements by user */
    static RewardShareView of(RewardShare share, Map<UUID, MovementSettlement> settlements) {
        return of(share, settlements.get(share.userId()));
    }

    /** @param settlement null before it is posted */
    static RewardShareView of(RewardShare share, @Nullable MovementSettlement settlement) {
        return new RewardShareView(
                PublicUserView.of(share.userId(), share.userName()),
                share.gemsHundredths() == null ? null : GemsView.of(share.gemsHundredths()),
                share.amount() == null ? null : TokenAmountView.of(share.amount()),
                share.leftOutReason(),
                share.ledgerTransactionId() == null
                        ? null
                        : share.ledgerTransactionId().toString(),
                settlement == null ? null : SettlementStateView.of(settlement));
    }
}
