package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;
import network.peer.identity.internal.PasswordStore;
import network.peer.identity.internal.SecretToken;
import network.peer.identity.internal.SessionStore;
import network.peer.identity.internal.SessionStore.FoundToken;

/**
 * Logins. A session is a chain of refresh tokens, each good for one use; a token that comes back after its use was
 * stolen from somebody, so the whole session ends.
 */
@ApplicationScoped
public class Sessions {
    private static final System.Logger LOGGER = System.getLogger(Sessions.class.getName());

    private final SessionStore sessions;
    private final PasswordStore passwords;
    private final Accounts accounts;

    @SuppressWarnings("NullAway")
    protected Sessions() {
        this.sessions = null;
        this.passwords = null;
        this.accounts = null;
    }

    @Inject
    public Sessions(EntityManager entities, Accounts accounts) {
        this.sessions = new SessionStore(entities);
        this.passwords = new PasswordStore(entities);
        this.accounts = accounts;
    }

    /**
     * Opens a session for a user who has proven to be the one. The user's row is locked meanwhile, so that a new password
     * either finds the session and ends it, or is found.
     *
     * @param proven what the user has proven just now
     * @throws BusinessException BAD_CREDENTIALS if that is not the password any more; NOT_ACTIVE
     */
    @Transactional
    public LoggedIn open(Credentials proven) {
        if (!passwords.lockIfStill(proven.userId(), proven.password())) {
            throw new BusinessException(ErrorCode.BAD_CREDENTIALS, "the password was changed meanwhile");
        }
        return openWithNewPassword(proven.userId());
    }

    /**
     * Opens a session for a user whose password was set in this transaction.
     *
     * @throws BusinessException NOT_ACTIVE
     */
    @Transactional
    public LoggedIn openWithNewPassword(UUID userId) {
        User user = accounts.byId(userId);
        requireActive(user);
        return issue(user, sessions.open(userId));
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

    private LoggedIn issue(User user, UUID sessionId) {
        String token = SecretToken.generate();
        Instant expiresAt = sessions.insertToken(sessionId, token, Setting.REFRESH_TOKEN_SECONDS.positiveNumber());
        return new LoggedIn(user, sessionId, token, expiresAt);
    }

    private static void requireActive(User user) {
        if (user.status() != UserStatus.ACTIVE) {
            throw new BusinessException(ErrorCode.NOT_ACTIVE, "the account is not active");
        }
    }
}
