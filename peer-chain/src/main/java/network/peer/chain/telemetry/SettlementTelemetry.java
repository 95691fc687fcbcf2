package network.peer.chain.telemetry;

import java.util.UUID;
import network.peer.chain.rpc.RpcTelemetry;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.Lane;

/** Watches settlement from outside; every method may be called by several threads at once. */
public interface SettlementTelemetry extends RpcTelemetry {
    SettlementTelemetry NONE = new SettlementTelemetry() {};

    /** A lane that this node owns looks for work. */
    default BatchWatch batch(Lane lane) {
        return BatchWatch.NONE;
    }

    /** What this node's tracker saw of an attempt, and was the first to record. */
    default void recorded(UUID attemptId, AttemptFact fact) {}

    @Override
    default Call call(String endpoint, String method) {
        return Call.NONE;
    }
}
