package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.SecretToken;
import network.peer.identity.internal.SessionStore;
import network.peer.identity.internal.SessionStore.FoundToken;
import network.peer.identity.internal.UserStore;
import network.peer.identity.internal.UserStore.Credentials;

/**
 * Logins. A session is a chain of refresh tokens, each good for one use; a token that comes back after its use was
 * stolen from somebody, so the whole session ends.
 */
@ApplicationScoped
public class Sessions {
    private static final System.Logger LOGGER = System.getLogger(Sessions.class.getName());
    private static final int LONGEST_PASSWORD = 512;

    private final SessionStore sessions;
    private final UserStore users;
    private final Accounts accounts;

    @SuppressWarnings("NullAway")
    protected Sessions() {
        this(null, null);
    }

    @Inject
    public Sessions(EntityManager entities, Accounts accounts) {
        this.sessions = new SessionStore(entities);
        this.users = new UserStore(entities);
        this.accounts = accounts;
    }

    /** @throws BusinessException BAD_CREDENTIALS; NOT_ACTIVE, said only to who knows the password */
    @Transactional
    public LoggedIn logIn(String email, String password) {
        User user = accounts.byId(authenticate(email, password));
        requireActive(user);
        return issue(user, sessions.open(user.id()));
    }

    /**
     * Proves the e-mail address by the token that was sent to it, and opens the first session: who holds that secret has
     * shown as much as a password would.
     *
     * @throws BusinessException TOKEN_INVALID if it is unknown, used or expired; NOT_ACTIVE, and then the token stays good
     */
    @Transactional
    public LoggedIn verifyEmail(String token) {
        User user = accounts.verify(token);
        requireActive(user);
        return issue(user, sessions.open(user.id()));
    }

    /**
     * Exchanges a refresh token for the next one.
     *
     * @throws RefreshRefusedException TOKEN_INVALID; a reused token has ended its session
     */
    @Transactional(value = TxType.REQUIRES_NEW, dontRollbackOn = RefreshRefusedException.class)
    public LoggedIn refresh(String refreshToken) {
        FoundToken token = sessions.findLocked(refreshToken).orElseThrow(RefreshRefusedException::new);
        if (token.used() && !token.sessionEnded()) {
            sessions.end(token.sessionId(), "TOKEN_REUSED");
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "PEER-IDN-001 refresh token reused session={0} user={1}",
                    token.sessionId(),
                    token.userId());
        }
        if (token.used() || token.expired() || token.sessionEnded()) {
            throw new RefreshRefusedException();
        }
        User user = accounts.byId(token.userId());
        if (user.status() != UserStatus.ACTIVE) {
            sessions.end(token.sessionId(), "USER_NOT_ACTIVE");
            throw new RefreshRefusedException();
        }
        sessions.markUsed(refreshToken);
        return issue(user, token.sessionId());
    }

    /** Ends the session of this token, whatever state it is in; an unknown token is nobody's session. */
    @Transactional
    public void logOut(String refreshToken) {
        sessions.findLocked(refreshToken).ifPresent(token -> sessions.end(token.sessionId(), "LOGGED_OUT"));
    }

    private UUID authenticate(String email, String password) {
        Optional<Credentials> credentials =
                password.length() > LONGEST_PASSWORD ? Optional.empty() : users.findCredentials(email);
        if (credentials.isEmpty()) {
            PasswordHash.compareInVain(password.substring(0, Math.min(password.length(), LONGEST_PASSWORD)));
            throw badCredentials();
        }
        if (!credentials.get().password().matches(password)) {
            throw badCredentials();
        }
        return credentials.get().userId();
    }

    private LoggedIn issue(User user, UUID sessionId) {
        String token = SecretToken.generate();
        Instant expiresAt = sessions.insertToken(sessionId, token, Setting.REFRESH_TOKEN_SECONDS.positiveNumber());
        return new LoggedIn(user, token, expiresAt);
    }

    private static void requireActive(User user) {
        if (user.status() != UserStatus.ACTIVE) {
            throw new BusinessException(ErrorCode.NOT_ACTIVE, "the account is not active");
        }
    }

    private static BusinessException badCredentials() {
        return new BusinessException(ErrorCode.BAD_CREDENTIALS, "e-mail and password do not match an account");
    }
}
