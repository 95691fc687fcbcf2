package network.peer.identity;

import java.util.UUID;
import network.peer.identity.internal.PasswordHash;

/** How a user proves to be the one; nothing of it leaves the feature. */
public record Credentials(UUID userId, PasswordHash password) {}
