package network.peer.web.graphql.identity;

import java.time.Instant;
import network.peer.identity.LoggedIn;
import network.peer.web.access.AccessTokens.AccessToken;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What a client needs to act for a user: a short token for requests and a long one for the next short one. */
@Type("Session")
@Description("What a client needs to act for a user.")
public record SessionView(
        @Description("Goes with every request, as bearer token in the Authorization header.")
        String accessToken,

        @Description("From then on the access token is refused.")
        Instant accessTokenExpiresAt,

        @Description("Good for one refreshSession; keep it secret.")
        String refreshToken,

        @Description("From then on the refresh token is refused.")
        Instant refreshTokenExpiresAt,

        @Description("Whose session it is.") AccountView user) {
    static SessionView of(LoggedIn loggedIn, AccessToken accessToken) {
        return new SessionView(
                accessToken.jwt(),
                accessToken.expiresAt(),
                loggedIn.refreshToken(),
                loggedIn.refreshTokenExpiresAt(),
                AccountView.of(loggedIn.user()));
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "SessionView[user=" + user.id() + "]";
    }
}
