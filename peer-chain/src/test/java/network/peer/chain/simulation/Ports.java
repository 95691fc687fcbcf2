package network.peer.chain.simulation;

import java.util.function.Supplier;
import network.peer.chain.rpc.SignatureStatuses;
import org.jspecify.annotations.Nullable;

/**
 * Every call of the code under test to the world outside goes through here: others may run first, the worker may sleep
 * beyond its lease, and its node may crash, before the call has taken effect or after.
 */
final class Ports {
    private final Scheduler scheduler;
    private final Faults faults;
    private final Trace trace;
    private final long leaseMillis;

    Ports(Scheduler scheduler, Faults faults, Trace trace, long leaseMillis) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.trace = trace;
        this.leaseMillis = leaseMillis;
    }

    <T> T call(Beat beat, Supplier<String> what, Supplier<T> effect) {
        Strand strand = scheduler.running();
        meet(strand, beat);
        boolean rare = beat == Beat.STORE || beat == Beat.SEND;
        if (faults.strikes(Fault.CRASH, rare ? 0.02 : 0.001)) {
            throw crash(strand);
        }
        if (faults.strikes(Fault.ZOMBIE, rare ? 0.05 : 0.003)) {
            strand.zombie = true;
            long sleep = leaseMillis + faults.dice().between(1, (int) (6 * leaseMillis));
            trace.line(scheduler.nowMillis(), () -> strand + " sleeps " + sleep + " ms before " + what.get());
            scheduler.pause(sleep);
        } else {
            scheduler.pause(faults.dice().between(0, Scheduler.LONGEST_LATENCY_MILLIS));
        }
        // Others made calls meanwhile.
        meet(strand, beat);
        T answer = traced(strand, what, effect);
        if (faults.strikes(Fault.CRASH, rare ? 0.02 : 0.001)) {
            throw crash(strand);
        }
        return answer;
    }

    private <T> T traced(Strand strand, Supplier<String> what, Supplier<T> effect) {
        try {
            T answer = effect.get();
            trace.line(scheduler.nowMillis(), () -> strand + " " + what.get() + " -> " + text(answer));
            return answer;
        } catch (Exception thrown) {
            trace.line(scheduler.nowMillis(), () -> strand + " " + what.get() + " -> " + thrown);
            throw thrown;
        }
    }

    private static String text(@Nullable Object answer) {
        return answer instanceof SignatureStatuses statuses ? "as of slot " + statuses.contextSlot() : "" + answer;
    }

    /** What an answer said that its text does not. */
    void note(Supplier<String> what) {
        trace.line(scheduler.nowMillis(), what);
    }

    private void meet(Strand strand, Beat beat) {
        faults.meet(beat);
        if (strand.zombie) {
            faults.met(Fault.ZOMBIE, beat);
        }
        if (strand.uncertain) {
            faults.met(Fault.UNKNOWN_COMMIT, beat);
        }
        for (Strand other : scheduler.strands()) {
            if (other.node != strand.node && other.suspendedOn != null) {
                faults.met(Fault.TWO_NODES, beat);
                return;
            }
        }
    }

    /** All of the node's workers end where they are; it starts again under another name. */
    private NodeCrash crash(Strand struck) {
        Strand.Node node = struck.node;
        trace.line(scheduler.nowMillis(), () -> node.owner() + " crashes");
        node.starts++;
        long restartAt = scheduler.nowMillis() + faults.dice().between(1, (int) (2 * leaseMillis));
        faults.begin(Fault.CRASH);
        scheduler.at(restartAt, () -> faults.end(Fault.CRASH));
        for (Strand strand : scheduler.strands()) {
            if (strand.node == node && strand != struck) {
                if (strand.suspendedOn == null) {
                    strand.forget();
                    strand.wakeAt = Math.max(strand.wakeAt, restartAt);
                } else {
                    strand.doomed = true;
                    strand.wakeAt = scheduler.nowMillis();
                    strand.restartAt = restartAt;
                }
            }
        }
        struck.restartAt = restartAt;
        return new NodeCrash();
    }
}
