package network.peer.web.graphql.wallet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.ledger.Balance;
import network.peer.ledger.BalanceQueries;
import network.peer.settlement.SettlementQueries;
import network.peer.token.TokenAmount;
import network.peer.web.subscriptions.Feed;

/** The balances of users. */
@ApplicationScoped
public class BalanceFeed implements Feed<UUID, BalanceFeed.State> {
    private final BalanceQueries balances;
    private final SettlementQueries settlements;

    @Inject
    public BalanceFeed(BalanceQueries balances, SettlementQueries settlements) {
        this.balances = balances;
        this.settlements = settlements;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected BalanceFeed() {
        this(null, null);
    }

    /**
     * What a user has.
     *
     * @param settledOnChain empty for a user who is not on chain
     */
    public record State(Balance balance, Optional<TokenAmount> settledOnChain) {}

    @Override
    public Map<UUID, State> read(Collection<UUID> userIds) {
        Map<UUID, TokenAmount> settled = settlements.settledOnChain(userIds);
        Map<UUID, State> states = new LinkedHashMap<>();
        balances.ofUsers(userIds)
                .forEach((userId, balance) ->
                        states.put(userId, new State(balance, Optional.ofNullable(settled.get(userId)))));
        return states;
    }
}
