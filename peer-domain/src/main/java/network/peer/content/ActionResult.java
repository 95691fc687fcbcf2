package network.peer.content;

import java.time.Instant;
import java.util.UUID;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.ActionKind;
import org.jspecify.annotations.Nullable;

/**
 * What an action came to.
 *
 * @param commentId the comment that was written, if the action was one
 * @param price what was paid, fees included; zero unless paid in tokens
 * @param replayed whether this is the first answer to the idempotency key again: nothing was done now
 */
public record ActionResult(
        UUID actionId,
        ActionKind kind,
        UUID postId,
        @Nullable UUID commentId,
        Payment payment,
        TokenAmount price,
        @Nullable UUID ledgerTransactionId,
        Instant recordedAt,
        int tokenomicsVersion,
        boolean replayed) {}
