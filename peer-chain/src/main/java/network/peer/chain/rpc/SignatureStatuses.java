package network.peer.chain.rpc;

import java.util.List;
import java.util.Map;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** What a node answered, as of one slot, about each signature it was asked for. */
public final class SignatureStatuses {
    private final long contextSlot;
    private final List<TransactionSignature> asked;
    private final Map<TransactionSignature, SignatureStatus> found;

    public SignatureStatuses(
            long contextSlot, List<TransactionSignature> asked, Map<TransactionSignature, SignatureStatus> found) {
        this.contextSlot = contextSlot;
        this.asked = List.copyOf(asked);
        this.found = Map.copyOf(found);
    }

    public long contextSlot() {
        return contextSlot;
    }

    /**
     * The status, or null if the node explicitly answered null: on its own no proof of absence.
     *
     * @throws IllegalArgumentException if the node was not asked about this signature
     */
    public @Nullable SignatureStatus of(TransactionSignature signature) {
        if (!asked.contains(signature)) {
            throw new IllegalArgumentException("the node was not asked about " + signature);
        }
        return found.get(signature);
    }
}
