package network.peer.chain.node;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import network.peer.operations.RequestTraces;

/** Traces for the web module, from the tracing that this node has; what fails in it hurts no request. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RequestTracesBean implements RequestTraces {
    private static final Logger LOGGER = System.getLogger(RequestTracesBean.class.getName());
    private static final AtomicBoolean FAILED_BEFORE = new AtomicBoolean();

    @Inject
    private NodeTelemetry telemetry;

    @Override
    public boolean isOn() {
        return telemetry.requests().isPresent();
    }

    @Override
    public Operation begin(String type, String field) {
        return telemetry
                .requests()
                .map(requests -> harmless(requests, type, field))
                .orElse(Operation.NONE);
    }

    private static Operation harmless(RequestTraces requests, String type, String field) {
        try {
            Operation begun = requests.begin(type, field);
            return new Operation() {
                @Override
                public void failed(String errorCode) {
                    attempt(() -> begun.failed(errorCode));
                }

                @Override
                public void close() {
                    attempt(begun::close);
                }
            };
        } catch (RuntimeException | LinkageError failure) {
            report(failure);
            return Operation.NONE;
        }
    }

    private static void attempt(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException | LinkageError failure) {
            report(failure);
        }
    }

    /** Once: it would be the same with every request. */
    private static void report(Throwable failure) {
        if (!FAILED_BEFORE.getAndSet(true)) {
            LOGGER.log(Level.WARNING, "PEER-SET-030 requests go on, but what traces them failed", failure);
        }
    }
}
