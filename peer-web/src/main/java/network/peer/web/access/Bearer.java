package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.ServiceToken;
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
        accept(authorization.substring(SCHEME.length()).strip());
    }

    /**
     * A token that came by another way than a header.
     *
     * @throws BusinessException UNAUTHENTICATED if it is not valid
     */
    public Credential accept(String token) {
        if (token.startsWith(ServiceTokens.PREFIX)) {
            ServiceToken.Bearer bearer = serviceTokens.use(token).orElseThrow(Bearer::unauthenticated);
            caller.authenticated(bearer);
            return new Credential(bearer.tokenId(), null);
        }
        AccessTokens.Verified verified = accessTokens.verify(token);
        caller.authenticated(verified.subject(), verified.sessionId(), verified.groups());
        return new Credential(verified.sessionId(), verified.expiresAt());
    }

    /**
     * What was accepted.
     *
     * @param id of the session or of the service token
     * @param expiresAt null for a service token, whose end can be looked up only
     */
    public record Credential(UUID id, @Nullable Instant expiresAt) {}

    private static BusinessException unauthenticated() {
        return new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning());
    }
}
