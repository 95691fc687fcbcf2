package network.peer.chain.rpc;

import java.util.Locale;

/** Watches RPC calls from outside, by several threads at once. */
public interface RpcTelemetry {
    RpcTelemetry NONE = (endpoint, method) -> Call.NONE;

    /** What a call came to. */
    enum Outcome {
        OK,
        /** The node refused. */
        ERROR,
        /** Nothing is known. */
        UNAVAILABLE;

        /** As labels have it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One call that has begun; it ends on the same thread. */
    interface Call {
        Call NONE = outcome -> {};

        void ended(Outcome outcome);
    }

    /** @param endpoint without credentials */
    Call call(String endpoint, String method);
}
