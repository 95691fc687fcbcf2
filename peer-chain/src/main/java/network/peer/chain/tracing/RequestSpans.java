package network.peer.chain.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import network.peer.operations.RequestTraces;

/** A trace for each operation of the API: its type, its name, and its error code; never what was sent with it. */
public final class RequestSpans implements RequestTraces {
    static final AttributeKey<String> TYPE = AttributeKey.stringKey("graphql.operation.type");
    static final AttributeKey<String> NAME = AttributeKey.stringKey("graphql.operation.name");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("peer.error.code");

    private final Tracer tracer;

    public RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the operation
    public Operation begin(String type, String field) {
        Span span = tracer.spanBuilder(type + " " + field)
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(TYPE, type)
                .setAttribute(NAME, field)
                .startSpan();
        Scope scope = span.makeCurrent();
        return new Operation() {
            @Override
            public void failed(String errorCode) {
                span.setAttribute(ERROR, errorCode);
                span.setStatus(StatusCode.ERROR, errorCode);
            }

            @Override
            public void close() {
                scope.close();
                span.end();
            }
        };
    }
}
