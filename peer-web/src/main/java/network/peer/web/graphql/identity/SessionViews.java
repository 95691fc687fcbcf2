package network.peer.web.graphql.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.LoggedIn;
import network.peer.web.access.AccessTokens;

/** Gives a session that was opened or refreshed its access token. */
@ApplicationScoped
public class SessionViews {
    private final AccessTokens accessTokens;

    @Inject
    public SessionViews(AccessTokens accessTokens) {
        this.accessTokens = accessTokens;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SessionViews() {
        this(null);
    }

    public SessionView of(LoggedIn loggedIn) {
        return SessionView.of(loggedIn, accessTokens.issue(loggedIn.user(), loggedIn.sessionId()));
    }
}
