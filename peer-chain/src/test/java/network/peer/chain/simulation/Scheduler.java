package network.peer.chain.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import network.peer.chain.simulation.Hosts.Host;
import org.jspecify.annotations.Nullable;

/**
 * Lets one strand run at a time, from one port call to the next, and says what time it is: which strand goes on is the
 * seed's choice, and when none can, time passes.
 */
final class Scheduler {
    static final String STUCK = "STUCK";
    static final int LONGEST_LATENCY_MILLIS = 8;

    private final Dice dice;
    private final Hosts hosts;
    private final double steadiness;
    private final BooleanSupplier done;
    private final long deadlineMillis;
    private final List<Strand> strands = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long nowMillis;
    private long eventNumber;
    private long steps;
    private @Nullable Strand running;
    private @Nullable Throwable failure;

    /** @param deadlineMillis when it must be done, in simulated time */
    Scheduler(Dice dice, Hosts hosts, BooleanSupplier done, long deadlineMillis) {
        this.dice = dice;
        this.hosts = hosts;
        this.steadiness = dice.pick(List.of(0.6, 0.9, 0.97));
        this.done = done;
        this.deadlineMillis = deadlineMillis;
    }

    private record Event(long at, long number, Runnable what) {}

    /** Unwinds a strand when the simulation is given up. */
    private static final class GivenUp extends Error {
        private static final long serialVersionUID = 1;

        GivenUp() {
            super("given up", null, false, false);
        }
    }

    void add(Strand strand) {
        strand.wakeAt = dice.between(0, (int) strand.pauseMillis);
        strands.add(strand);
    }

    List<Strand> strands() {
        return strands;
    }

    void at(long millis, Runnable what) {
        events.add(new Event(millis, eventNumber++, what));
    }

    long nowMillis() {
        return nowMillis;
    }

    long steps() {
        return steps;
    }

    /** The strand whose port call this is. */
    Strand running() {
        Strand strand = running;
        if (strand == null) {
            throw new IllegalStateException("no strand runs");
        }
        return strand;
    }

    /** @throws Violation if it is not done in time, or a strand or an event throws one */
    void run() {
        hosts.run(this::serve);
        if (failure instanceof Violation violation) {
            throw violation;
        }
        if (failure != null) {
            throw new IllegalStateException("the simulation itself failed", failure);
        }
    }

    /** Time passes for the running strand, and others may go first. */
    void pause(long millis) {
        Strand self = running();
        self.wakeAt = nowMillis + millis;
        Strand next = next(self);
        if (next != self && next != null) {
            Host host = (Host) Thread.currentThread();
            self.suspendedOn = host;
            Host other = next.suspendedOn;
            running = next;
            (other == null ? hosts.idleHost() : other).goOn();
            host.await();
            self.suspendedOn = null;
        }
        if (failure != null) {
            throw new GivenUp();
        }
        running = self;
        if (self.doomed) {
            throw new NodeCrash();
        }
    }

    private void serve(Host host) {
        Strand next = running == null ? next(null) : running;
        while (next != null && failure == null) {
            Host other = next.suspendedOn;
            running = next;
            if (other != null) {
                host.becomeIdle();
                other.goOn();
                return;
            }
            round(next);
            running = null;
            next = failure == null ? next(null) : null;
        }
        running = null;
        host.becomeIdle();
        for (Strand strand : strands) {
            if (strand.suspendedOn != null) {
                strand.suspendedOn.goOn();
                return;
            }
        }
        hosts.end();
    }

    private void round(Strand strand) {
        try {
            strand.round();
        } catch (GivenUp unwound) {
            // The failure that led to it is known.
        } catch (Throwable thrown) {
            fail(thrown);
        }
        strand.doomed = false;
        strand.wakeAt = Math.max(strand.wakeAt, nowMillis + strand.pauseMillis);
    }

    private void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
    }

    /** Who goes on; null if all is done or lost. */
    private @Nullable Strand next(@Nullable Strand self) {
        try {
            steps++;
            if (self != null && self.wakeAt - nowMillis <= LONGEST_LATENCY_MILLIS && dice.chance(steadiness)) {
                passTime(self.wakeAt);
                return self;
            }
            while (true) {
                passTime(nowMillis);
                if (self == null && done.getAsBoolean() && strands.stream().allMatch(s -> s.suspendedOn == null)) {
                    return null;
                }
                if (nowMillis > deadlineMillis) {
                    throw new Violation(STUCK + ": not done after " + nowMillis + " ms and " + steps + " steps");
                }
                List<Strand> ready = new ArrayList<>(strands.size());
                long earliest = Long.MAX_VALUE;
                for (Strand strand : strands) {
                    if (strand.wakeAt <= nowMillis) {
                        ready.add(strand);
                    }
                    earliest = Math.min(earliest, strand.wakeAt);
                }
                if (!ready.isEmpty()) {
                    return dice.pick(ready);
                }
                Event event = events.peek();
                passTime(event == null ? earliest : Math.min(earliest, event.at()));
            }
        } catch (Throwable thrown) {
            fail(thrown);
            return null;
        }
    }

    private void passTime(long until) {
        while (!events.isEmpty() && events.element().at() <= until) {
            Event event = events.remove();
            nowMillis = Math.max(nowMillis, event.at());
            event.what().run();
        }
        nowMillis = Math.max(nowMillis, until);
    }
}
