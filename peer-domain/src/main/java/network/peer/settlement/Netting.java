package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.UUID;
import network.peer.settlement.internal.NetWindowTable;

/**
 * Closes the windows in which netted movements of a wallet were gathered: from then on one intent of kind NET owes what
 * they owe together. A movement that fills its window, or that is not netted, closes it by itself; the workers close
 * what has become old.
 */
@ApplicationScoped
public class Netting {
    /**
     * Users' wallets that one NET credits: as many as fit into a transaction beside TREASURY and the burn, even if none of
     * them has a token account yet.
     */
    public static final int MOST_USERS = 6;

    private final NetWindowTable windows;

    @SuppressWarnings("NullAway")
    protected Netting() {
        this.windows = null;
    }

    @Inject
    public Netting(EntityManager entities) {
        this(entities, NettingPolicy.ofSettings());
    }

    public Netting(EntityManager entities, NettingPolicy policy) {
        this.windows = new NetWindowTable(entities, policy);
    }

    /** Windows that are old enough to be closed, oldest first; none while a rebuild from the chain is due. */
    @Transactional
    public List<UUID> due(int limit) {
        return windows.due(limit);
    }

    /** @return false if somebody else has closed it, or is at work on it */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean close(UUID windowId) {
        return windows.closeUnlessInUse(windowId);
    }
}
