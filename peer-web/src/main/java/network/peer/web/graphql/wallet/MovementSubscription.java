package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import io.smallrye.graphql.api.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Role;
import network.peer.settlement.SettlementQueries.UserMovement;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import network.peer.web.subscriptions.Watch;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.reactivestreams.Publisher;

/** Tells both ends of a movement how far it is on its way to the chain. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class MovementSubscription {
    private final MovementFeed movements;
    private final Watch watch;
    private final Caller caller;

    @Inject
    public MovementSubscription(MovementFeed movements, Watch watch, Caller caller) {
        this.movements = movements;
        this.watch = watch;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected MovementSubscription() {
        this(null, null, null);
    }

    @AllowedRoles(Role.USER)
    @Subscription("movementProgress")
    @Description("How far one of the caller's movements is on its way to the chain: now, and whenever it has moved on.")
    public Publisher<MovementUpdateView> movementProgress(
            @Name("id") @Id @Description("Of the movement, from the receipt or the history.") String id,
            @Name("after") @Nullable @Description("The cursor of the last update that was received.") String after) {
        UserMovement movement = new UserMovement(caller.id(), Arguments.id("id", id));
        return watch.look(movements, movement, after, (cursor, settlements) -> {
            if (settlements == null) {
                throw new BusinessException(ErrorCode.NOT_FOUND, "The caller has no such movement.");
            }
            return MovementUpdateView.of(cursor, movement.ledgerTransactionId(), settlements);
        });
    }
}
