package network.peer.identity;

import java.time.Instant;

/** A user with a fresh refresh token, which is shown once and can be used once. */
public record LoggedIn(User user, String refreshToken, Instant refreshTokenExpiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "LoggedIn[user=" + user.id() + "]";
    }
}
