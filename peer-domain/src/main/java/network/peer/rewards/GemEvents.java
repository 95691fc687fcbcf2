package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import network.peer.rewards.internal.GemEventStore;
import network.peer.rewards.internal.GemLimiter;
import network.peer.rewards.internal.GemLimiter.Given;

/** Takes the gems of actions, each under the first day from its own on that is open: never nowhere, never twice. */
@ApplicationScoped
public class GemEvents {
    private final GemEventStore store;
    private final GemLimiter limiter;

    @SuppressWarnings("NullAway")
    protected GemEvents() {
        this(null);
    }

    @Inject
    public GemEvents(EntityManager entities) {
        this.store = new GemEventStore(entities);
        this.limiter = new GemLimiter(entities);
    }

    /**
     * Records a gem event in the caller's transaction, and keeps its day open until that ends. What the abuse limits keep
     * back is recorded with it.
     *
     * @return the day it counts for
     */
    @Transactional
    public LocalDate record(NewGemEvent event) {
        Given given = limiter.limit(event);
        LocalDate rewardDay = event.actionDay();
        // Ends: a day can be closed only when it is over, so the present one is open at the latest.
        while (!store.isOpenAndShared(rewardDay)) {
            rewardDay = rewardDay.plusDays(1);
        }
        store.insert(event, given, rewardDay);
        return rewardDay;
    }
}
