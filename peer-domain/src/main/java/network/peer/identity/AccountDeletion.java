package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.internal.SessionStore;
import network.peer.identity.internal.UserStore;
import network.peer.ledger.Balance;
import network.peer.ledger.Ledger;
import network.peer.mail.MailOutbox;
import network.peer.token.TokenAmount;

/** The end of an account: personal data goes, the id stays, and what it holds is frozen on the books for ever. */
@ApplicationScoped
public class AccountDeletion {
    private static final System.Logger LOGGER = System.getLogger(AccountDeletion.class.getName());

    private final UserStore store;
    private final SessionStore sessions;
    private final Accounts accounts;
    private final ServiceTokens serviceTokens;
    private final LogInAttempts attempts;
    private final MailOutbox outbox;
    private final Ledger ledger;

    @SuppressWarnings("NullAway")
    protected AccountDeletion() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public AccountDeletion(
            EntityManager entities,
            Accounts accounts,
            ServiceTokens serviceTokens,
            LogInAttempts attempts,
            MailOutbox outbox,
            Ledger ledger) {
        this.store = new UserStore(entities);
        this.sessions = new SessionStore(entities);
        this.accounts = accounts;
        this.serviceTokens = serviceTokens;
        this.attempts = attempts;
        this.outbox = outbox;
        this.ledger = ledger;
    }

    /**
     * Deletes the account of a user who has proven the password just now. What holds the user's row when this begins, a
     * transfer for instance, is waited for, so that the balance that is looked at is the one that is frozen.
     *
     * @param balanceConfirmed whether the user knows that what the account holds is lost to everybody
     * @throws BusinessException CONFIRMATION_NEEDED if it holds something and that is not confirmed; NOT_ACTIVE;
     *     CONFLICT for the last ADMIN
     */
    @Transactional
    public void delete(UUID userId, boolean balanceConfirmed) {
        store.lockAdmins();
        store.lock(userId);
        User user = accounts.byId(userId);
        if (user.roles().contains(Role.ADMIN) && !store.isAdminLeftWithout(userId)) {
            throw new BusinessException(ErrorCode.CONFLICT, "the last ADMIN: grant the role to somebody else first");
        }
        Balance balance = ledger.balance(ledger.userAccount(userId));
        boolean holds = !balance.available().equals(TokenAmount.ZERO)
                || !balance.reserved().equals(TokenAmount.ZERO);
        if (holds && !balanceConfirmed) {
            throw new BusinessException(
                    ErrorCode.CONFIRMATION_NEEDED, "the account holds a balance, which nobody could move any more");
        }
        if (!store.erase(userId)) {
            throw new BusinessException(ErrorCode.NOT_ACTIVE, "the account is not active");
        }
        sessions.endAll(userId, "USER_NOT_ACTIVE");
        serviceTokens.revokeAll(userId, userId, "the account was deleted");
        serviceTokens.forgetNames(userId);
        attempts.forgive(user.email());
        outbox.forget(user.email());
        LOGGER.log(System.Logger.Level.INFO, "account deleted user={0}", userId);
    }
}
