package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import io.smallrye.graphql.api.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Guarded;
import network.peer.web.subscriptions.Watch;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.reactivestreams.Publisher;

/** Tells operators how settlement goes on. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class SettlementSubscription {
    private final SettlementFeed pipeline;
    private final Watch watch;

    @Inject
    public SettlementSubscription(SettlementFeed pipeline, Watch watch) {
        this.pipeline = pipeline;
        this.watch = watch;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SettlementSubscription() {
        this(null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Subscription("settlementProgress")
    @Description("What is owed on chain and what is paused: now, and whenever it has changed.")
    public Publisher<SettlementUpdateView> settlementProgress(
            @Name("after") @Nullable @Description("The cursor of the last update that was received.") String after) {
        return watch.look(
                pipeline,
                SettlementFeed.WHOLE,
                after,
                (cursor, state) -> SettlementUpdateView.of(cursor, Objects.requireNonNull(state)));
    }
}
