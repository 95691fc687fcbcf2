package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.Nullable;
import io.smallrye.graphql.api.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.subscriptions.Watch;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.reactivestreams.Publisher;

/** Tells users how far their rewards are, from the close of a day to finality on chain. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class PayoutSubscription {
    private final PayoutFeed payouts;
    private final Watch watch;
    private final Caller caller;

    @Inject
    public PayoutSubscription(PayoutFeed payouts, Watch watch, Caller caller) {
        this.payouts = payouts;
        this.watch = watch;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected PayoutSubscription() {
        this(null, null, null);
    }

    @AllowedRoles(Role.USER)
    @Subscription("payoutProgress")
    @Description("How far the caller's newest payouts are: now, and whenever one has moved on.")
    public Publisher<PayoutUpdateView> payoutProgress(
            @Name("after") @Nullable @Description("The cursor of the last update that was received.") String after) {
        return watch.look(
                payouts,
                caller.id(),
                after,
                (cursor, shares) -> PayoutUpdateView.of(cursor, Objects.requireNonNullElse(shares, List.of())));
    }
}
