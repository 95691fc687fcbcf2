package network.peer.identity;

import java.time.Instant;
import java.util.UUID;

/** A user with a fresh refresh token, which is shown once and can be used once. */
public record LoggedIn(User user, UUID sessionId, String refreshToken, Instant refreshTokenExpiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "LoggedIn[user=" + user.id() + "]";
    }
}
