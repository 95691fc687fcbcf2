package network.peer.settlement;

import java.util.List;
import java.util.UUID;
import network.peer.token.TransactionSignature;

/** A signed transaction that is about to be stored; nothing of it has left the process. */
public record NewAttempt(
        UUID id,
        String memo,
        TransactionSignature signature,
        SignedBytes bytes,
        String blockhash,
        long lastValidBlockHeight,
        long signedAtSlot,
        long computeUnitLimit,
        long priorityFeeMicroLamports,
        List<UUID> intentIds) {
    public NewAttempt {
        intentIds = List.copyOf(intentIds);
        if (intentIds.isEmpty()) {
            throw new IllegalArgumentException("an attempt without intents: " + memo);
        }
    }
}
