package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.RegistrationRules;

/**
 * What begins with a password that nobody had before. Not transactions of their own: a password takes tenths of a second
 * to hash, and no connection to the database is held and no lock waited for meanwhile.
 */
@ApplicationScoped
public class NewPasswords {
    private final Accounts accounts;
    private final Passwords passwords;

    @SuppressWarnings("NullAway")
    protected NewPasswords() {
        this(null, null);
    }

    @Inject
    public NewPasswords(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /**
     * Opens an account and sends the verification token.
     *
     * @throws BusinessException BAD_INPUT naming the field, EMAIL_TAKEN, USER_NAME_TAKEN
     */
    public User register(RegisterCommand command) {
        RegistrationRules.check(command);
        return accounts.register(command, PasswordHash.of(command.password()));
    }

    /**
     * Sets a new password by the token that was sent for it, which proves the e-mail address too, and opens a session.
     *
     * @throws BusinessException BAD_INPUT; TOKEN_INVALID if it is unknown, used or expired; NOT_ACTIVE
     */
    public LoggedIn reset(String token, String newPassword) {
        RegistrationRules.checkPassword("newPassword", newPassword);
        passwords.requireReset(token);
        return passwords.reset(token, PasswordHash.of(newPassword));
    }
}
