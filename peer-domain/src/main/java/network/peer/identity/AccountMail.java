package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.identity.internal.PasswordStore;
import network.peer.identity.internal.RegistrationRules;
import network.peer.identity.internal.SecretToken;
import network.peer.identity.internal.UserStore;
import network.peer.mail.Mail;
import network.peer.mail.Mailer;
import network.peer.token.Ids;

/**
 * Mail that strangers can ask for: a password reset, another verification token. Asking does the same for every
 * address; whether there is an account is found out a moment later, when nobody waits for an answer.
 */
@ApplicationScoped
public class AccountMail {
    private static final long RESET_SECONDS = 60 * 60;
    private static final int MOST_AN_HOUR = 3;
    private static final int BATCH = 50;

    private final EntityManager entities;
    private final UserStore users;
    private final PasswordStore passwords;
    private final Accounts accounts;
    private final Mailer mailer;

    @SuppressWarnings("NullAway")
    protected AccountMail() {
        this(null, null, null);
    }

    @Inject
    public AccountMail(EntityManager entities, Accounts accounts, Mailer mailer) {
        this.entities = entities;
        this.users = new UserStore(entities);
        this.passwords = new PasswordStore(entities);
        this.accounts = accounts;
        this.mailer = mailer;
    }

    /** What can be asked for. */
    private enum Kind {
        PASSWORD_RESET,
        VERIFICATION
    }

    /** @throws network.peer.BusinessException BAD_INPUT if it is no e-mail address */
    @Transactional
    public void requestPasswordReset(String email) {
        request(Kind.PASSWORD_RESET, email);
    }

    /** @throws network.peer.BusinessException BAD_INPUT if it is no e-mail address */
    @Transactional
    public void requestVerification(String email) {
        request(Kind.VERIFICATION, email);
    }

    /** Writes the mail that was asked for, to those who have an account, at most three an hour to one of them. */
    @Transactional
    public void answerRequests() {
        Rows.list(entities.createNativeQuery("delete from account_mail_request r where r.id in (select q.id"
                                + " from account_mail_request q order by q.id limit ?1 for update skip locked)"
                                + " returning r.kind, r.email")
                        .setParameter(1, BATCH))
                .forEach(row -> answer(Kind.valueOf(row.text(0)), row.text(1)));
    }

    private void request(Kind kind, String email) {
        RegistrationRules.checkEmail(email);
        entities.createNativeQuery("insert into account_mail_request (id, kind, email) values (?1, ?2, ?3)")
                .setParameter(1, Ids.newId())
                .setParameter(2, kind.name())
                .setParameter(3, email.toLowerCase(Locale.ROOT))
                .executeUpdate();
    }

    private void answer(Kind kind, String email) {
        Optional<UUID> userId = users.findActiveByEmail(email);
        if (userId.isEmpty()) {
            return;
        }
        User user = accounts.byId(userId.get());
        if (kind == Kind.PASSWORD_RESET && passwords.recentResets(user.id()) < MOST_AN_HOUR) {
            String token = SecretToken.generate();
            passwords.insertReset(user.id(), token, RESET_SECONDS);
            mailer.send(new Mail(
                    user.email(),
                    "Reset your Peer password",
                    "Somebody, hopefully you, asked for a new password. The token below is good for an hour.\n"
                            + "If it was not you, do nothing: your password stays as it is.\n\n" + token + "\n"));
        } else if (kind == Kind.VERIFICATION
                && !user.verified()
                && users.recentVerifications(user.id()) < MOST_AN_HOUR) {
            accounts.sendVerification(user);
        }
    }
}
