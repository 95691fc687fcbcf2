package network.peer.chain.rpc;

import org.jspecify.annotations.Nullable;

/** The node answered with a JSON-RPC error. */
public final class RpcError extends RpcException {
    /** A send that failed in preflight. */
    public static final int SIMULATION_FAILED = -32002;
    /** The node lags behind its cluster. */
    public static final int NODE_UNHEALTHY = -32005;
    /** The slot is not available: skipped, or missing in long-term storage. */
    public static final int SLOT_SKIPPED = -32009;

    public static final int UNSUPPORTED_TRANSACTION_VERSION = -32015;
    /** The node has not reached {@code minContextSlot}. */
    public static final int MIN_CONTEXT_SLOT_NOT_REACHED = -32016;

    public static final int INVALID_PARAMS = -32602;

    private final long code;
    private final String nodeMessage;
    private final @Nullable String data;

    RpcError(String method, String endpoint, long code, String nodeMessage, @Nullable String data) {
        super(method + " at " + endpoint + " answered error " + code + ": " + nodeMessage);
        this.code = code;
        this.nodeMessage = nodeMessage;
        this.data = data;
    }

    public long code() {
        return code;
    }

    /** The node's own words. */
    public String nodeMessage() {
        return nodeMessage;
    }

    /**
     * Whether a transaction was refused unread because a lookup table that it names is not there, or lacks an index.
     *
     * @see <a href="https://docs.rs/solana-transaction-error">the texts of TransactionError</a>
     */
    public boolean isAboutLookupTables() {
        return nodeMessage.contains("address table") || nodeMessage.contains("AddressLookupTable");
    }

    /** The error's {@code data} as JSON text, or null if it had none. */
    public @Nullable String data() {
        return data;
    }
}
