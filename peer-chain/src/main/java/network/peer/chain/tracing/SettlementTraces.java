package network.peer.chain.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import network.peer.chain.telemetry.BatchWatch;
import network.peer.chain.telemetry.Beat;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.Lane;
import network.peer.settlement.NewAttempt;
import org.jspecify.annotations.Nullable;

/**
 * One trace a batch: the five beats as its children, RPC calls below them, and for every attempt a span from its storing
 * to the fact that closes it, with what was seen on the way as events. A batch that claims nothing leaves no span.
 */
public final class SettlementTraces implements SettlementTelemetry {
    static final AttributeKey<String> LANE = AttributeKey.stringKey("peer.settlement.lane");
    static final AttributeKey<Long> INTENTS = AttributeKey.longKey("peer.settlement.intents");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("peer.settlement.attempts");
    static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("peer.settlement.attempt.id");
    static final AttributeKey<String> SIGNATURE = AttributeKey.stringKey("peer.settlement.attempt.signature");
    static final AttributeKey<String> MEMO = AttributeKey.stringKey("peer.settlement.attempt.memo");
    static final AttributeKey<String> STATE = AttributeKey.stringKey("peer.settlement.attempt.state");
    static final AttributeKey<Long> SLOT = AttributeKey.longKey("peer.settlement.attempt.slot");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");

    /** Attempts whose end this node waits to see; if there are more, the spans of the oldest end early. */
    private static final int MOST_OPEN = 5_000;

    private final Tracer tracer;
    private final Map<UUID, Span> open = new LinkedHashMap<>();

    public SettlementTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public BatchWatch batch(Lane lane) {
        return new Watch(lane);
    }

    @Override
    public void recorded(UUID attemptId, AttemptFact fact) {
        Span span = fact.state().isLive() ? opened(attemptId) : taken(attemptId);
        if (span == null) {
            // Another node signed it, or this one in an earlier life: it has a trace of its own.
            span = tracer.spanBuilder("settlement attempt recorded")
                    .setNoParent()
                    .setAttribute(ATTEMPT, attemptId.toString())
                    .startSpan();
            span.addEvent(fact.state().name(), seen(fact));
            span.setAllAttributes(seen(fact));
            span.end();
            return;
        }
        span.addEvent(fact.state().name(), seen(fact));
        span.setAllAttributes(seen(fact));
        if (fact.problem() != null) {
            span.setStatus(StatusCode.ERROR, fact.problem());
        }
        if (!fact.state().isLive()) {
            span.end();
        }
    }

    /** Only inside a beat or a request: what polls alone would bury the rest. */
    @Override
    public Call call(String endpoint, String method) {
        if (!Span.current().getSpanContext().isValid()) {
            return Call.NONE;
        }
        Span span = tracer.spanBuilder("rpc " + method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(METHOD, method)
                .setAttribute(SERVER, endpoint)
                .startSpan();
        return outcome -> {
            if (outcome != Outcome.OK) {
                span.setStatus(StatusCode.ERROR, outcome.code());
            }
            span.end();
        };
    }

    private static Attributes seen(AttemptFact fact) {
        Attributes state = Attributes.of(STATE, fact.state().name());
        Long slot = fact.landedSlot();
        return slot == null ? state : state.toBuilder().put(SLOT, slot).build();
    }

    private @Nullable Span opened(UUID attemptId) {
        synchronized (open) {
            return open.get(attemptId);
        }
    }

    private @Nullable Span taken(UUID attemptId) {
        synchronized (open) {
            return open.remove(attemptId);
        }
    }

    private void keep(UUID attemptId, Span span) {
        synchronized (open) {
            open.put(attemptId, span);
            if (open.size() > MOST_OPEN) {
                UUID oldest = open.keySet().iterator().next();
                Span forgotten = open.remove(oldest);
                if (forgotten != null) {
                    forgotten.end();
                }
            }
        }
    }

    /** Spans are recorded when they end, so the batch's is thrown away unended if nothing was claimed. */
    private final class Watch implements BatchWatch {
        private final Span batch;
        private final Context inBatch;
        private boolean claimed;
        private @Nullable Span beat;
        private @Nullable Scope scope;

        Watch(Lane lane) {
            this.batch = tracer.spanBuilder("settlement batch")
                    .setNoParent()
                    .setAttribute(LANE, lane.name())
                    .startSpan();
            this.inBatch = Context.root().with(batch);
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // closed when the beat ends
        public void begin(Beat next) {
            endBeat();
            Span begun = tracer.spanBuilder("settlement " + next.code())
                    .setParent(inBatch)
                    .startSpan();
            beat = begun;
            scope = begun.makeCurrent();
        }

        @Override
        public void claimed(int intents) {
            claimed = true;
            batch.setAttribute(INTENTS, (long) intents);
        }

        @Override
        public void stored(Collection<NewAttempt> attempts) {
            batch.setAttribute(ATTEMPTS, (long) attempts.size());
            for (NewAttempt attempt : attempts) {
                keep(
                        attempt.id(),
                        tracer.spanBuilder("settlement attempt")
                                .setParent(inBatch)
                                .setAttribute(ATTEMPT, attempt.id().toString())
                                .setAttribute(SIGNATURE, attempt.signature().base58())
                                .setAttribute(MEMO, attempt.memo())
                                .setAttribute(
                                        INTENTS, (long) attempt.intentIds().size())
                                .startSpan());
            }
        }

        @Override
        public void failed(String cause) {
            batch.setStatus(StatusCode.ERROR, cause);
        }

        @Override
        public void close() {
            endBeat();
            if (claimed) {
                batch.end();
            }
        }

        private void endBeat() {
            if (scope != null) {
                scope.close();
                scope = null;
            }
            if (beat != null && claimed) {
                beat.end();
            }
            beat = null;
        }
    }
}
