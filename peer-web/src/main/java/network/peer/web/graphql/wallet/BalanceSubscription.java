package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import io.smallrye.graphql.api.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

/** Tells users what they have, whenever that changes. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class BalanceSubscription {
    private final BalanceFeed balances;
    private final Watch watch;
    private final Caller caller;

    @Inject
    public BalanceSubscription(BalanceFeed balances, Watch watch, Caller caller) {
        this.balances = balances;
        this.watch = watch;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected BalanceSubscription() {
        this(null, null, null);
    }

    @AllowedRoles(Role.USER)
    @Subscription("balance")
    @Description("What the caller has: now, and whenever it has changed. Several changes within a moment come as one.")
    public Publisher<BalanceUpdateView> balance(
            @Name("after") @Nullable @Description("The cursor of the last update that was received.") String after) {
        return watch.look(
                balances,
                caller.id(),
                after,
                (cursor, balance) -> BalanceUpdateView.of(cursor, Objects.requireNonNull(balance)));
    }
}
