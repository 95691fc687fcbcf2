package network.peer.chain.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.Lane;
import network.peer.settlement.NewAttempt;

/** Tells several watchers, and keeps what any of them throws, a library that does not link included, from the protocol. */
public final class HarmlessTelemetry implements SettlementTelemetry {
    private static final Logger LOGGER = System.getLogger(HarmlessTelemetry.class.getName());

    private final List<SettlementTelemetry> watchers;
    private final AtomicBoolean failedBefore = new AtomicBoolean();

    public HarmlessTelemetry(List<SettlementTelemetry> watchers) {
        this.watchers = List.copyOf(watchers);
    }

    @Override
    public BatchWatch batch(Lane lane) {
        List<BatchWatch> watches = each(watcher -> watcher.batch(lane), BatchWatch.NONE);
        return new BatchWatch() {
            @Override
            public void begin(Beat beat) {
                tell(watches, watch -> watch.begin(beat));
            }

            @Override
            public void claimed(int intents) {
                tell(watches, watch -> watch.claimed(intents));
            }

            @Override
            public void stored(Collection<NewAttempt> attempts) {
                tell(watches, watch -> watch.stored(attempts));
            }

            @Override
            public void failed(String cause) {
                tell(watches, watch -> watch.failed(cause));
            }

            @Override
            public void close() {
                tell(watches, BatchWatch::close);
            }
        };
    }

    @Override
    public void recorded(UUID attemptId, AttemptFact fact) {
        tell(watchers, watcher -> watcher.recorded(attemptId, fact));
    }

    @Override
    public Call call(String endpoint, String method) {
        List<Call> watches = each(watcher -> watcher.call(endpoint, method), Call.NONE);
        return outcome -> tell(watches, watch -> watch.ended(outcome));
    }

    private <T> List<T> each(Function<SettlementTelemetry, T> begin, T none) {
        return watchers.stream()
                .map(watcher -> {
                    try {
                        return begin.apply(watcher);
                    } catch (RuntimeException | LinkageError failure) {
                        report(failure);
                        return none;
                    }
                })
                .toList();
    }

    private <T> void tell(List<T> watches, Consumer<T> what) {
        for (T watch : watches) {
            try {
                what.accept(watch);
            } catch (RuntimeException | LinkageError failure) {
                report(failure);
            }
        }
    }

    /** Once: it would be the same with every batch. */
    private void report(Throwable failure) {
        if (!failedBefore.getAndSet(true)) {
            LOGGER.log(Level.WARNING, "PEER-SET-030 settlement goes on, but what watches it failed", failure);
        }
    }
}
