package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.identity.internal.SessionStore;
import network.peer.identity.internal.UserStore;
import network.peer.operations.AuditLog;

/** What ADMINs do with users: reading, roles, suspension. All of it is in the audit log, deeds with their reason. */
@ApplicationScoped
public class UserAdministration {
    private static final int LONGEST_REASON = 500;
    private static final String READ = "read-account";

    private final UserStore store;
    private final SessionStore sessions;
    private final Accounts accounts;
    private final ServiceTokens serviceTokens;
    private final AuditLog audit;

    @SuppressWarnings("NullAway")
    protected UserAdministration() {
        this(null, null, null, null);
    }

    @Inject
    public UserAdministration(EntityManager entities, Accounts accounts, ServiceTokens serviceTokens, AuditLog audit) {
        this.store = new UserStore(entities);
        this.sessions = new SessionStore(entities);
        this.accounts = accounts;
        this.serviceTokens = serviceTokens;
        this.audit = audit;
    }

    /**
     * Anybody's account, which is personal data.
     *
     * @throws BusinessException NOT_FOUND
     */
    @Transactional
    public User byId(UUID adminId, UUID userId) {
        User user = accounts.byId(userId);
        audit.record(adminId, READ, userId.toString(), "");
        return user;
    }

    /**
     * Anybody's account, which is personal data. That there is none tells something about a person, too, so such a look is
     * recorded; and no exception says it, which would undo the entry.
     *
     * @return empty if no account has this address
     */
    @Transactional
    public Optional<User> byEmail(UUID adminId, String email) {
        Optional<UUID> found = store.findByEmail(email);
        if (found.isEmpty()) {
            // Not even a hash of the address, which can be guessed: nothing is ever erased from the audit log.
            audit.record(adminId, READ, "unknown address", "");
        }
        return found.map(userId -> byId(adminId, userId));
    }

    /**
     * Gives a user one more role, from the next access token on; one that the user has already is left as it is.
     *
     * @throws BusinessException NOT_FOUND, BAD_INPUT; FORBIDDEN if the one who grants is no ADMIN
     */
    @Transactional
    public User grantRole(UUID adminId, UUID userId, Role role, String reason) {
        requireReason(reason);
        return accounts.grantRole(adminId, userId, role, reason);
    }

    /**
     * Takes a role away, at once; one that the user does not have is left as it is.
     *
     * @throws BusinessException NOT_FOUND, BAD_INPUT; CONFLICT for USER, which everyone has, and for one's own ADMIN;
     *     FORBIDDEN if the one who does it is no ADMIN any more
     */
    @Transactional
    public User revokeRole(UUID adminId, UUID userId, Role role, String reason) {
        requireReason(reason);
        if (role == Role.USER) {
            throw new BusinessException(ErrorCode.CONFLICT, "every account has the role USER: suspend it instead");
        }
        if (role == Role.ADMIN && adminId.equals(userId)) {
            throw new BusinessException(ErrorCode.CONFLICT, "another ADMIN must do that: so there is always one");
        }
        requireAdmin(adminId);
        accounts.byId(userId);
        if (store.revokeRole(userId, role)) {
            audit.record(adminId, "revoke-role", userId.toString(), role.name() + ": " + reason);
        }
        return accounts.byId(userId);
    }

    /**
     * Suspends a user and ends every session and every service token, at once and for good. Balance and content stay; nobody can act on them.
     *
     * @throws BusinessException NOT_FOUND, BAD_INPUT; CONFLICT if the user is not active or is the ADMIN; FORBIDDEN if the one
     *     who does it is no ADMIN any more
     */
    @Transactional
    public User suspend(UUID adminId, UUID userId, String reason) {
        if (adminId.equals(userId)) {
            throw new BusinessException(ErrorCode.CONFLICT, "another ADMIN must do that: so there is always one");
        }
        requireReason(reason);
        requireAdmin(adminId);
        changeStatus(adminId, userId, UserStatus.ACTIVE, UserStatus.SUSPENDED, "suspend-user", reason);
        sessions.endAll(userId, "USER_NOT_ACTIVE");
        serviceTokens.revokeAll(adminId, userId, "the user was suspended");
        return accounts.byId(userId);
    }

    /**
     * Ends a suspension; the user logs in again.
     *
     * @throws BusinessException NOT_FOUND, BAD_INPUT; CONFLICT if the user is not suspended
     */
    @Transactional
    public User reinstate(UUID adminId, UUID userId, String reason) {
        changeStatus(adminId, userId, UserStatus.SUSPENDED, UserStatus.ACTIVE, "reinstate-user", reason);
        return accounts.byId(userId);
    }

    /** Behind the lock: of two ADMINs who take each other's role, or suspend each other, the second is none any more. */
    private void requireAdmin(UUID adminId) {
        store.lockAdmins();
        User admin = accounts.byId(adminId);
        if (admin.status() != UserStatus.ACTIVE || !admin.roles().contains(Role.ADMIN)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "only an ADMIN does that");
        }
    }

    private void changeStatus(UUID adminId, UUID userId, UserStatus from, UserStatus to, String action, String reason) {
        requireReason(reason);
        accounts.byId(userId);
        if (!store.changeStatus(userId, from, to)) {
            throw new BusinessException(ErrorCode.CONFLICT, "the user is not " + from);
        }
        audit.record(adminId, action, userId.toString(), reason);
    }

    private static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInputException("reason", "1 to " + LONGEST_REASON + " characters");
        }
    }
}
