package network.peer.settlement;

import java.util.UUID;
import network.peer.token.TransactionSignature;

/** An attempt about which the chain must still be asked. */
public record LiveAttempt(
        UUID id,
        AttemptState state,
        TransactionSignature signature,
        SignedBytes bytes,
        long lastValidBlockHeight,
        long signedAtSlot) {}
