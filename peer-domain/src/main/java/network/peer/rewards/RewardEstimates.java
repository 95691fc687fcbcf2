package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.ledger.Ledger;
import network.peer.rewards.DayTotals.Total;
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
    private final DayTotals totals;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected RewardEstimates() {
        this.store = null;
        this.pool = null;
        this.totals = null;
        this.clock = null;
    }

    @Inject
    public RewardEstimates(
            EntityManager entities, Ledger ledger, Tokenomics tokenomics, DayTotals totals, BusinessClock clock) {
        this.store = new RewardDayStore(entities);
        this.pool = new RewardPool(store, ledger, tokenomics);
        this.totals = totals;
        this.clock = clock;
    }

    /**
     * Of the present day, by business time: the user's gems as they are now, those of everybody as they were some seconds
     * ago. The remainder is known at the close only.
     */
    @Transactional
    public RewardEstimate today(UUID userId) {
        LocalDate day = clock.today();
        Standing standing = store.standing(day, userId);
        Total total = totals.of(day, () -> new Total(day, store.keptGemsHundredths(day), pool.of(day)));
        long counted = standing.kept() ? Math.max(0, standing.gemsHundredths()) : 0;
        // What the user has earned since the count is in nobody's total yet.
        long all = Math.max(total.gemsHundredths(), counted);
        long share = counted > 0 ? Allocation.floorShare(total.pool().baseUnits(), counted, all) : 0;
        return new RewardEstimate(day, standing.gemsHundredths(), all, total.pool(), new TokenAmount(share));
    }
}
