package network.peer.transfer;

import java.util.UUID;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * What a sender wants.
 *
 * @param net what the recipient gets; the fees are added to it
 * @param message for the recipient; null or blank for none
 */
public record SendTokens(
        UUID recipientId, TokenAmount net, @Nullable String message) {}
