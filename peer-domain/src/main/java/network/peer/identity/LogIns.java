package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.RegistrationRules;

/**
 * Proving who one is by a password. Not one transaction but several short ones: a password takes tenths of a second to
 * compare, and no connection to the database is held meanwhile.
 */
@ApplicationScoped
public class LogIns {
    private static final int LONGEST_PASSWORD = 512;

    private final LogInAttempts attempts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final ServiceTokens serviceTokens;

    @SuppressWarnings("NullAway")
    protected LogIns() {
        this(null, null, null, null);
    }

    @Inject
    public LogIns(LogInAttempts attempts, Passwords passwords, Sessions sessions, ServiceTokens serviceTokens) {
        this.attempts = attempts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.serviceTokens = serviceTokens;
    }

    /**
     * Opens a session.
     *
     * @throws BusinessException BAD_CREDENTIALS; TOO_MANY_ATTEMPTS; NOT_ACTIVE, said only to who knows the password
     */
    public LoggedIn logIn(String email, String password) {
        return sessions.open(proven(bounded(email), bounded(email), password));
    }

    /**
     * Replaces the password by another, ends every session, and opens a new one.
     *
     * @throws BusinessException BAD_CREDENTIALS if the current password is another, TOO_MANY_ATTEMPTS, BAD_INPUT
     */
    public LoggedIn changePassword(User user, String currentPassword, String newPassword) {
        Credentials proven = proven(ofSession(user), user.email(), currentPassword);
        RegistrationRules.checkPassword("newPassword", newPassword);
        return passwords.change(proven, PasswordHash.of(newPassword));
    }

    /**
     * Makes a service token for a user who gives the password once more: it lives longer than the session that asks.
     *
     * @throws BusinessException BAD_CREDENTIALS, TOO_MANY_ATTEMPTS; and as {@link ServiceTokens#create} refuses
     */
    public ServiceToken.Created createServiceToken(
            User user, String password, String name, Set<Scope> scopes, int days) {
        return serviceTokens.create(proven(ofSession(user), user.email(), password), name, scopes, days);
    }

    /**
     * That it is the password of who is logged in.
     *
     * @throws BusinessException BAD_CREDENTIALS, TOO_MANY_ATTEMPTS
     */
    public void prove(User user, String password) {
        proven(ofSession(user), user.email(), password);
    }

    /** Counted apart from log-ins: those anybody may try, and keep out who is not logged in, but nobody else. */
    private static String ofSession(User user) {
        return "session\n" + user.id();
    }

    /** No address has line breaks; so nobody who guesses at one counts against a session. */
    private static String bounded(String email) {
        return email.length() > 2 * LONGEST_PASSWORD || email.indexOf('\n') >= 0 ? "" : email;
    }

    /** @param counted whose wrong passwords are counted together */
    private Credentials proven(String counted, String email, String password) {
        attempts.begin(counted);
        Optional<Credentials> credentials =
                password.length() > LONGEST_PASSWORD ? Optional.empty() : passwords.of(email);
        if (credentials.isEmpty()) {
            PasswordHash.compareInVain(password.substring(0, Math.min(password.length(), LONGEST_PASSWORD)));
            throw badCredentials();
        }
        Credentials known = credentials.get();
        if (!known.password().matches(password)) {
            throw badCredentials();
        }
        attempts.forgive(counted);
        if (!known.password().isOutdated()) {
            return known;
        }
        PasswordHash stronger = PasswordHash.of(password);
        passwords.strengthen(known, stronger);
        return new Credentials(known.userId(), stronger);
    }

    private static BusinessException badCredentials() {
        return new BusinessException(ErrorCode.BAD_CREDENTIALS, "e-mail and password do not match an account");
    }
}
