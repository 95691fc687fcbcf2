package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import org.jspecify.annotations.Nullable;

/** Tells the {@link Caller} who is behind an Authorization header, wherever that was sent. */
@RequestScoped
public class Bearer {
    private static final String SCHEME = "Bearer ";

    private final AccessTokens accessTokens;
    private final Caller caller;

    @Inject
    public Bearer(AccessTokens accessTokens, Caller caller) {
        this.accessTokens = accessTokens;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Bearer() {
        this(null, null);
    }

    /**
     * A header that is not there, or of another scheme, is nobody's.
     *
     * @throws BusinessException UNAUTHENTICATED if there is a bearer token and it is not valid
     */
    public void identify(@Nullable String authorization) {
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            AccessTokens.Verified verified =
                    accessTokens.verify(authorization.substring(SCHEME.length()).strip());
            caller.authenticated(verified.subject(), verified.groups());
        }
    }
}
