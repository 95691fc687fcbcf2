package network.peer.transfer;

import java.time.Instant;
import java.util.UUID;
import network.peer.ledger.TransactionKind;
import network.peer.tokenomics.FeeBreakdown;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer or a burn came to.
 *
 * @param recipientId null for a burn
 * @param parts what the payer was debited, part by part
 * @param replayed whether this is the first answer to its idempotency key again
 */
public record MovementReceipt(
        UUID ledgerTransactionId,
        TransactionKind kind,
        @Nullable UUID recipientId,
        FeeBreakdown parts,
        @Nullable String message,
        Instant recordedAt,
        boolean replayed) {}
