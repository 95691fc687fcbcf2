package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.PasswordStore;
import network.peer.identity.internal.SessionStore;
import network.peer.mail.Mail;
import network.peer.mail.Mailer;
import network.peer.time.BusinessClock;

/** The users' passwords, and the ways to a new one. A new password ends every session and every service token of its user. */
@ApplicationScoped
public class Passwords {
    private static final System.Logger LOGGER = System.getLogger(Passwords.class.getName());
    private static final String CHANGED = "PASSWORD_CHANGED";

    private final PasswordStore store;
    private final SessionStore sessionStore;
    private final Sessions sessions;
    private final ServiceTokens serviceTokens;
    private final Accounts accounts;
    private final LogInAttempts attempts;
    private final Mailer mailer;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Passwords() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public Passwords(
            EntityManager entities,
            Accounts accounts,
            Sessions sessions,
            ServiceTokens serviceTokens,
            LogInAttempts attempts,
            Mailer mailer,
            BusinessClock clock) {
        this.store = new PasswordStore(entities);
        this.sessionStore = new SessionStore(entities);
        this.accounts = accounts;
        this.sessions = sessions;
        this.serviceTokens = serviceTokens;
        this.attempts = attempts;
        this.mailer = mailer;
        this.clock = clock;
    }

    @Transactional
    public Optional<Credentials> of(String email) {
        return store.find(email).map(found -> new Credentials(found.userId(), found.password()));
    }

    /** The same password, hashed with the parameters of today, unless it was replaced meanwhile. */
    @Transactional
    public void strengthen(Credentials known, PasswordHash stronger) {
        store.replace(known.userId(), known.password(), stronger);
    }

    /**
     * Replaces the password of a user who has proven the current one, ends every session, and opens a new one.
     *
     * @throws BusinessException BAD_CREDENTIALS if the current one is another by now; NOT_ACTIVE
     */
    @Transactional
    public LoggedIn change(Credentials proven, PasswordHash newPassword) {
        UUID userId = proven.userId();
        if (!store.lockIfStill(userId, proven.password())) {
            throw new BusinessException(ErrorCode.BAD_CREDENTIALS, "the password was changed meanwhile");
        }
        set(userId, newPassword);
        return sessions.openWithNewPassword(userId);
    }

    /** @throws BusinessException TOKEN_INVALID if no password can be set by the token now */
    @Transactional
    public void requireReset(String token) {
        if (!store.isReset(token)) {
            throw tokenInvalid();
        }
    }

    /**
     * Sets a new password by the token that was sent for it, which proves the e-mail address too, and opens a session.
     *
     * @throws BusinessException TOKEN_INVALID if it is unknown, used or expired; NOT_ACTIVE
     */
    @Transactional
    public LoggedIn reset(String token, PasswordHash newPassword) {
        UUID userId = store.useReset(token).orElseThrow(Passwords::tokenInvalid);
        set(userId, newPassword);
        accounts.markVerified(userId);
        return sessions.openWithNewPassword(userId);
    }

    private void set(UUID userId, PasswordHash newPassword) {
        User user = accounts.byId(userId);
        store.set(userId, newPassword);
        store.dropResets(userId);
        sessionStore.endAll(userId, CHANGED);
        serviceTokens.revokeAll(userId, userId, "the password was changed");
        attempts.forgive(user.email());
        mailer.send(new Mail(
                user.email(),
                "Your Peer password was changed",
                "The password of your account was changed at " + clock.instant()
                        + ", and every session and every service token was ended.\n"
                        + "If that was not you, ask for a password reset now.\n"));
        LOGGER.log(System.Logger.Level.INFO, "password changed user={0}", userId);
    }

    private static BusinessException tokenInvalid() {
        return new BusinessException(ErrorCode.TOKEN_INVALID, "the password reset token is unknown, used or expired");
    }
}
