package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.ServiceTokens;
import org.jspecify.annotations.Nullable;

/** Tells the {@link Caller} who is behind an Authorization header, wherever that was sent. */
@RequestScoped
public class Bearer {
    private static final String SCHEME = "Bearer ";

    private final AccessTokens accessTokens;
    private final ServiceTokens serviceTokens;
    private final Caller caller;

    @Inject
    public Bearer(AccessTokens accessTokens, ServiceTokens serviceTokens, Caller caller) {
        this.accessTokens = accessTokens;
        this.serviceTokens = serviceTokens;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Bearer() {
        this(null, null, null);
    }

    /**
     * A header that is not there, or of another scheme, is nobody's.
     *
     * @throws BusinessException UNAUTHENTICATED if there is a bearer token and it is not valid
     */
    public void identify(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return;
        }
        String token = authorization.substring(SCHEME.length()).strip();
        if (token.startsWith(ServiceTokens.PREFIX)) {
            caller.authenticated(serviceTokens.use(token).orElseThrow(Bearer::unauthenticated));
        } else {
            AccessTokens.Verified verified = accessTokens.verify(token);
            caller.authenticated(verified.subject(), verified.sessionId(), verified.groups());
        }
    }

    private static BusinessException unauthenticated() {
        return new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning());
    }
}
