package network.peer.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential of a machine that acts for a user, without its secret.
 *
 * @param lastUsedAt to the minute
 */
public record ServiceToken(
        UUID id,
        String name,
        Set<Scope> scopes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    public ServiceToken {
        scopes = Set.copyOf(scopes);
    }

    /** A new token with its secret, which is shown once. */
    public record Created(ServiceToken token, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Created[token=" + token.id() + "]";
        }
    }

    /** For whom, and with which scopes, a machine calls. */
    public record Bearer(UUID tokenId, User user, Set<Scope> scopes) {
        public Bearer {
            scopes = Set.copyOf(scopes);
        }
    }
}
