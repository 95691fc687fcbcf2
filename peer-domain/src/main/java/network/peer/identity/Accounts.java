package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.SecretToken;
import network.peer.identity.internal.UserStore;
import network.peer.identity.internal.UserStore.FoundUser;
import network.peer.ledger.Ledger;
import network.peer.mail.Mail;
import network.peer.mail.Mailer;
import network.peer.operations.AuditLog;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;

/** The users: how they come to be, are verified, and get roles. */
@ApplicationScoped
public class Accounts {
    private static final System.Logger LOGGER = System.getLogger(Accounts.class.getName());
    private static final long VERIFICATION_SECONDS = 24 * 60 * 60;
    // Crockford's base32: no letters that look like digits or like each other.
    private static final String CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CODE_LENGTH = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UserStore store;
    private final Ledger ledger;
    private final Wallets wallets;
    private final Mailer mailer;
    private final AuditLog audit;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Accounts() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Accounts(
            EntityManager entities,
            Ledger ledger,
            Wallets wallets,
            Mailer mailer,
            AuditLog audit,
            BusinessClock clock) {
        this.store = new UserStore(entities);
        this.ledger = ledger;
        this.wallets = wallets;
        this.mailer = mailer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens an account with its ledger account and wallet, and sends the verification token.
     *
     * @param command whose rules are checked
     * @param password that of the command
     * @throws BusinessException BAD_INPUT for a referral code that nobody has, EMAIL_TAKEN, USER_NAME_TAKEN
     */
    @Transactional
    public User register(RegisterCommand command, PasswordHash password) {
        @Nullable UUID inviterId = inviterBy(command.referralCode());
        UUID id = Ids.newId();
        Instant now = clock.instant();

        if (!store.insert(id, command, password, newReferralCode(), inviterId, now)) {
            throw taken(command);
        }
        store.grantRole(id, Role.USER, null, now);
        ledger.openUserAccount(id);
        wallets.openUserWallet(id);
        LOGGER.log(System.Logger.Level.INFO, "user registered id={0}", id);
        User user = byId(id);
        sendVerification(user);
        return user;
    }

    /** Sends a new token that proves the e-mail address; earlier ones stay good. */
    @Transactional
    public void sendVerification(User user) {
        String token = SecretToken.generate();
        store.insertVerification(user.id(), token, VERIFICATION_SECONDS);
        mailer.send(new Mail(user.email(), "Verify your Peer account", "Your verification token:\n" + token + "\n"));
    }

    /** The address was proven by other means. */
    @Transactional
    public void markVerified(UUID userId) {
        store.markVerified(userId, clock.instant());
    }

    /**
     * Proves the e-mail address by the token that was sent to it.
     *
     * @throws BusinessException TOKEN_INVALID if it is unknown, used or expired
     */
    @Transactional
    public User verify(String token) {
        UUID userId = store.useVerification(token)
                .orElseThrow(() -> new BusinessException(
                        ErrorCode.TOKEN_INVALID, "the verification token is unknown, used or expired"));
        store.markVerified(userId, clock.instant());
        return byId(userId);
    }

    /** @throws BusinessException NOT_FOUND */
    @Transactional
    public User byId(UUID userId) {
        return find(userId).user();
    }

    /**
     * The user, if this session of theirs has not ended.
     *
     * @throws BusinessException NOT_FOUND
     */
    @Transactional
    public User bySession(UUID userId, UUID sessionId) {
        return store.findBySession(userId, sessionId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no such session"))
                .user();
    }

    /**
     * The user as one who may act now.
     *
     * @throws BusinessException NOT_FOUND, NOT_ACTIVE, NOT_VERIFIED
     */
    @Transactional
    public Actor requireActor(UUID userId) {
        return actor(find(userId));
    }

    /**
     * The user as one who may act until this transaction ends: a suspension or deletion waits for it, others who act do not.
     *
     * @throws BusinessException NOT_FOUND, NOT_ACTIVE, NOT_VERIFIED
     */
    @Transactional
    public Actor shareActor(UUID userId) {
        return actor(store.findShared(userId).orElseThrow(() -> noUser(userId)));
    }

    private static Actor actor(FoundUser found) {
        if (found.user().status() != UserStatus.ACTIVE) {
            throw new BusinessException(ErrorCode.NOT_ACTIVE, "the account is not active");
        }
        if (!found.user().verified()) {
            throw new BusinessException(ErrorCode.NOT_VERIFIED, "verify the e-mail address first");
        }
        return new Actor(found.user().id(), found.inviterId());
    }

    /**
     * Gives a user one more role, audited; a role that the user has already is left as it is.
     *
     * @param reason for the audit log
     * @param grantedBy an ADMIN; null for the command by which an installation gets its first ADMIN and OPERATORs
     * @throws BusinessException NOT_FOUND; FORBIDDEN if the one who grants is no ADMIN
     */
    @Transactional
    public User grantRole(@Nullable UUID grantedBy, UUID userId, Role role, String reason) {
        if (grantedBy != null && !byId(grantedBy).roles().contains(Role.ADMIN)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "only an ADMIN grants roles");
        }
        find(userId);
        if (store.grantRole(userId, role, grantedBy, clock.instant())) {
            audit.record(grantedBy, "grant-role", userId.toString(), role.name() + ": " + reason);
            LOGGER.log(System.Logger.Level.INFO, "role granted user={0} role={1}", userId, role);
        }
        return byId(userId);
    }

    private @Nullable UUID inviterBy(@Nullable String referralCode) {
        if (referralCode == null) {
            return null;
        }
        return store.findActiveByReferralCode(referralCode)
                .orElseThrow(() -> new InvalidInputException("referralCode", "nobody has this code"));
    }

    private BusinessException taken(RegisterCommand command) {
        if (store.isEmailTaken(command.email())) {
            return new BusinessException(ErrorCode.EMAIL_TAKEN, "another account uses this e-mail address");
        }
        if (store.isUserNameTaken(command.userName())) {
            return new BusinessException(ErrorCode.USER_NAME_TAKEN, "another account uses this user name");
        }
        return new BusinessException(ErrorCode.UNAVAILABLE, "the registration met another one; try again");
    }

    private FoundUser find(UUID userId) {
        return store.find(userId).orElseThrow(() -> noUser(userId));
    }

    private static BusinessException noUser(UUID userId) {
        return new BusinessException(ErrorCode.NOT_FOUND, "no user " + userId);
    }

    private static String newReferralCode() {
        return RANDOM.ints(CODE_LENGTH, 0, CODE_ALPHABET.length())
                .collect(
                        StringBuilder::new,
                        (code, index) -> code.append(CODE_ALPHABET.charAt(index)),
                        StringBuilder::append)
                .toString();
    }
}
