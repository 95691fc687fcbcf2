package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.ledger.Ledger;
import network.peer.rewards.internal.RewardDayStore;
import network.peer.rewards.internal.RewardDayStore.Standing;
import network.peer.time.BusinessClock;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;

/** What users may hope for while the day is going on, by the arithmetic of the close. */
@ApplicationScoped
public class RewardEstimates {
    private final RewardDayStore store;
    private final RewardPool pool;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected RewardEstimates() {
        this.store = null;
        this.pool = null;
        this.clock = null;
    }

    @Inject
    public RewardEstimates(EntityManager entities, Ledger ledger, Tokenomics tokenomics, BusinessClock clock) {
        this.store = new RewardDayStore(entities);
        this.pool = new RewardPool(store, ledger, tokenomics);
        this.clock = clock;
    }

    /** Of the present day, by business time. The remainder is known at the close only. */
    @Transactional
    public RewardEstimate today(UUID userId) {
        LocalDate day = clock.today();
        Standing standing = store.standing(day, userId);
        TokenAmount mintable = pool.of(day);
        long share = standing.kept() && standing.gemsHundredths() > 0
                ? Allocation.floorShare(mintable.baseUnits(), standing.gemsHundredths(), standing.totalGemsHundredths())
                : 0;
        return new RewardEstimate(
                day, standing.gemsHundredths(), standing.totalGemsHundredths(), mintable, new TokenAmount(share));
    }
}
