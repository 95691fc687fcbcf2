package network.peer.chain.rpc;

import java.util.Optional;
import network.peer.token.TransactionSignature;

/** What is known after trying to hand a transaction to the network. A time-out is {@link Unknown}, never a failure. */
public sealed interface SubmitOutcome {
    /** The node took it; whether it lands is still open. */
    record Accepted(TransactionSignature signature) implements SubmitOutcome {}

    /** Certain: no byte has left the process, and these bytes can never land. */
    record Rejected(String cause) implements SubmitOutcome {}

    /**
     * It may have landed, or may still: look before doing anything else.
     *
     * @param failure of the node, if that is why: it has to rest, for as long as it asked for
     */
    record Unknown(String cause, Optional<RpcUnavailable> failure) implements SubmitOutcome {
        public Unknown(String cause) {
            this(cause, Optional.empty());
        }

        @Override
        public String toString() {
            return "Unknown[cause=" + cause + "]";
        }
    }
}
