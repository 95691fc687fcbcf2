package network.peer.chain.simulation;

import java.util.function.Supplier;
import network.peer.settlement.FencedOffException;
import org.jspecify.annotations.Nullable;

/** One worker of one node: a sequence of rounds with pauses between them. */
final class Strand {
    final String name;
    final Node node;
    final boolean isTracker;
    final long pauseMillis;
    private final Supplier<Runnable> newWorker;
    private @Nullable Runnable worker;
    long wakeAt;
    /** The thread that is in the middle of a round of this strand. */
    Hosts.@Nullable Host suspendedOn;

    /** Its node crashed while it was suspended. */
    boolean doomed;
    /** When its node starts again. */
    long restartAt;
    /** It slept beyond its lease in this round. */
    boolean zombie;
    /** It does not know the outcome of a transaction of this round. */
    boolean uncertain;

    /** @param newWorker what a node makes after each start */
    Strand(String name, Node node, boolean isTracker, long pauseMillis, Supplier<Runnable> newWorker) {
        this.name = name;
        this.node = node;
        this.isTracker = isTracker;
        this.pauseMillis = pauseMillis;
        this.newWorker = newWorker;
    }

    /** One node of the two. */
    static final class Node {
        final String name;
        int starts = 1;
        int roundsUnderWay;
        long clockOffsetMillis;

        Node(String name) {
            this.name = name;
        }

        /** Another one after each start. */
        String owner() {
            return name + "/" + starts;
        }
    }

    /** What the container does with a round: a failure ends it, and it is tried again later. */
    void round() {
        Runnable current = worker;
        if (current == null) {
            current = newWorker.get();
            worker = current;
        }
        zombie = false;
        uncertain = false;
        node.roundsUnderWay++;
        try {
            current.run();
        } catch (NodeCrash crash) {
            worker = null;
            wakeAt = restartAt;
        } catch (FencedOffException failed) {
            // The next round tries again.
        } catch (Exception failed) {
            StoreFailure.orElseThrow(failed);
        } finally {
            node.roundsUnderWay--;
        }
    }

    /** Its memory is gone; called while it is between two rounds. */
    void forget() {
        worker = null;
    }

    @Override
    public String toString() {
        return node.owner() + " " + name;
    }
}
