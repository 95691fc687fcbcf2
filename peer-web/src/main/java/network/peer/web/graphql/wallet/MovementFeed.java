package network.peer.web.graphql.wallet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.settlement.SettlementQueries.UserMovement;
import network.peer.web.subscriptions.Feed;

/** How far movements are on their way to the chain, each as one of its users sees it. */
@ApplicationScoped
public class MovementFeed implements Feed<UserMovement, List<MovementSettlement>> {
    private final SettlementQueries settlements;

    @Inject
    public MovementFeed(SettlementQueries settlements) {
        this.settlements = settlements;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected MovementFeed() {
        this(null);
    }

    @Override
    public Map<UserMovement, List<MovementSettlement>> read(Collection<UserMovement> movements) {
        return settlements.ofMovements(movements);
    }
}
