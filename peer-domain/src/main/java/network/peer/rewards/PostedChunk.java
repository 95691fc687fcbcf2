package network.peer.rewards;

import java.util.UUID;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What one chunk posted.
 *
 * @param lastUserId the checkpoint after which the next chunk begins; null if nothing was left to post
 */
public record PostedChunk(
        int users, TokenAmount amount, @Nullable UUID lastUserId) {
    static final PostedChunk NOTHING = new PostedChunk(0, TokenAmount.ZERO, null);

    public boolean isLast() {
        return lastUserId == null;
    }
}
