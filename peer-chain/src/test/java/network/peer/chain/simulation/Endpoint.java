package network.peer.chain.simulation;

import network.peer.chain.rpc.Commitment;
import org.jspecify.annotations.Nullable;

/** What is wrong with one endpoint at the moment. */
final class Endpoint {
    private static final int CACHED_BLOCKS = 2 * Simulation.LIFETIME_BLOCKS;

    private final String name;
    private @Nullable View frozen;
    private boolean stormy;
    private Lie lie = Lie.NONE;
    private int lieAboutHeights;
    private int lieAboutSlots;
    /** A restarted node has the status of what became final, but of nothing newer than that. */
    private long forgottenBeforeSlot;

    private long firstAvailableSlot;

    Endpoint(String name) {
        this.name = name;
    }

    /** How an endpoint lies. */
    enum Lie {
        NONE,
        /** Nothing landed, and nothing can any more. */
        DENIES,
        /** Everything landed for ever. */
        AFFIRMS,
        /** Everything failed for ever. */
        ACCUSES,
        /** The blockhash dies at another height than it does. */
        HEIGHTS
    }

    String name() {
        return name;
    }

    Lie lie() {
        return lie;
    }

    void lie(Lie newLie, int aboutHeights, int aboutSlots) {
        lie = newLie;
        lieAboutHeights = aboutHeights;
        lieAboutSlots = aboutSlots;
    }

    int lieAboutHeights() {
        return lieAboutHeights;
    }

    int lieAboutSlots() {
        return lieAboutSlots;
    }

    @Nullable
    View frozenView() {
        return frozen;
    }

    void freeze(@Nullable View view) {
        frozen = view;
    }

    boolean isStormy() {
        return stormy;
    }

    void storm(boolean on) {
        stormy = on;
    }

    /** @param firstSlot where the history begins from now on */
    void forget(long beforeSlot, long firstSlot) {
        forgottenBeforeSlot = beforeSlot;
        firstAvailableSlot = firstSlot;
    }

    long firstAvailableSlot() {
        return firstAvailableSlot;
    }

    boolean knows(View.Found found, boolean searchHistory, View view) {
        long slot = found.block().slot();
        boolean cached = slot >= forgottenBeforeSlot
                && found.block().height() > view.tip(Commitment.PROCESSED).height() - CACHED_BLOCKS;
        boolean inHistory = found.commitment() == Commitment.FINALIZED && slot >= firstAvailableSlot;
        return cached || (searchHistory && inHistory);
    }
}
