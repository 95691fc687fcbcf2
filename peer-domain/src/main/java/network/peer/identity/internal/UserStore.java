package network.peer.identity.internal;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.identity.RegisterCommand;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import org.jspecify.annotations.Nullable;

/** The statements over users, their roles and their verification. */
public final class UserStore {
    private static final String USER = "select u.id, u.email, u.user_name, u.status, u.verified_at is not null,"
            + " coalesce((select string_agg(r.role, ',') from app_user_role r where r.user_id = u.id), ''),"
            + " u.referral_code, u.created_at, u.inviter_id from app_user u ";

    private final EntityManager entities;

    public UserStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A user with what only this feature may see of it. */
    public record FoundUser(User user, @Nullable UUID inviterId) {}

    public Optional<FoundUser> find(UUID userId) {
        return Rows.list(entities.createNativeQuery(USER + "where u.id = ?1").setParameter(1, userId)).stream()
                .map(UserStore::toUser)
                .findFirst();
    }

    /** Keeps the user's status as it is until this transaction ends; only who changes it waits. */
    public Optional<FoundUser> findShared(UUID userId) {
        return Rows.list(entities.createNativeQuery(USER + "where u.id = ?1 for share of u")
                        .setParameter(1, userId))
                .stream()
                .map(UserStore::toUser)
                .findFirst();
    }

    /** Makes whatever can take an ADMIN away follow each other, until this transaction ends. Comes before every other lock. */
    public void lockAdmins() {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtext('admins')) as text)")
                .getResultList();
    }

    /** Whether there would still be an active ADMIN without this user. */
    public boolean isAdminLeftWithout(UUID userId) {
        return !Rows.list(entities.createNativeQuery("select 1 from app_user_role r join app_user u on u.id = r.user_id"
                                + " where r.role = 'ADMIN' and u.status = 'ACTIVE' and u.id <> ?1 limit 1")
                        .setParameter(1, userId))
                .isEmpty();
    }

    /** Keeps everyone who acts for or with the user waiting until this transaction ends; waits for those who do already. */
    public void lock(UUID userId) {
        entities.createNativeQuery("select 1 from app_user where id = ?1 for update")
                .setParameter(1, userId)
                .getResultList();
    }

    public Optional<UUID> findActiveByReferralCode(String referralCode) {
        return Rows.list(entities.createNativeQuery(
                                "select id from app_user where referral_code = ?1 and status = 'ACTIVE'")
                        .setParameter(1, referralCode.toUpperCase(Locale.ROOT)))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
    }

    public Optional<UUID> findActiveByEmail(String email) {
        return Rows.list(entities.createNativeQuery(
                                "select id from app_user where lower(email) = lower(?1) and status = 'ACTIVE'")
                        .setParameter(1, email))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
    }

    public Optional<UUID> findByEmail(String email) {
        return Rows.list(entities.createNativeQuery("select id from app_user where lower(email) = lower(?1)")
                        .setParameter(1, email))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
    }

    /** The user, if this session of theirs has not ended. */
    public Optional<FoundUser> findBySession(UUID userId, UUID sessionId) {
        return Rows.list(entities.createNativeQuery(USER + "where u.id = ?1 and exists (select 1 from session s"
                                + " where s.id = ?2 and s.user_id = u.id and s.ended_at is null)")
                        .setParameter(1, userId)
                        .setParameter(2, sessionId))
                .stream()
                .map(UserStore::toUser)
                .findFirst();
    }

    /** @return false if the user does not have the role */
    public boolean revokeRole(UUID userId, Role role) {
        return entities.createNativeQuery("delete from app_user_role where user_id = ?1 and role = ?2")
                        .setParameter(1, userId)
                        .setParameter(2, role.name())
                        .executeUpdate()
                == 1;
    }

    /** @return false if the status is not the expected one */
    public boolean changeStatus(UUID userId, UserStatus from, UserStatus to) {
        return entities.createNativeQuery("update app_user set status = ?3 where id = ?1 and status = ?2")
                        .setParameter(1, userId)
                        .setParameter(2, from.name())
                        .setParameter(3, to.name())
                        .executeUpdate()
                == 1;
    }

    /** Erases what says who the user was. @return false if the user is not active */
    public boolean erase(UUID userId) {
        int erased = entities.createNativeQuery("update app_user set status = 'DELETED', email = null,"
                        + " user_name = null, password_algorithm = null, password_iterations = null,"
                        + " password_salt = null, password_hash = null, verified_at = null"
                        + " where id = ?1 and status = 'ACTIVE'")
                .setParameter(1, userId)
                .executeUpdate();
        for (String table : List.of("app_user_role", "email_verification", "password_reset")) {
            entities.createNativeQuery("delete from " + table + " where user_id = ?1 and ?2 = 1")
                    .setParameter(1, userId)
                    .setParameter(2, erased)
                    .executeUpdate();
        }
        return erased == 1;
    }

    public boolean isEmailTaken(String email) {
        return exists("select 1 from app_user where lower(email) = lower(?1)", email);
    }

    public boolean isUserNameTaken(String userName) {
        return exists("select 1 from app_user where lower(user_name) = lower(?1)", userName);
    }

    /** Waits for a concurrent registration of the same e-mail or name. @return false if something of it is taken */
    public boolean insert(
            UUID id,
            RegisterCommand command,
            PasswordHash password,
            String referralCode,
            @Nullable UUID inviterId,
            Instant createdAt) {
        return entities.createNativeQuery("insert into app_user (id, email, user_name, password_algorithm,"
                                + " password_iterations, password_salt, password_hash, status, referral_code,"
                                + " inviter_id, created_at)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'ACTIVE', ?8, cast(?9 as uuid), ?10)"
                                + " on conflict do nothing")
                        .setParameter(1, id)
                        .setParameter(2, command.email())
                        .setParameter(3, command.userName())
                        .setParameter(4, password.algorithm())
                        .setParameter(5, password.iterations())
                        .setParameter(6, password.salt())
                        .setParameter(7, password.hash())
                        .setParameter(8, referralCode)
                        .setParameter(9, Rows.text(inviterId))
                        .setParameter(10, Timestamp.from(createdAt))
                        .executeUpdate()
                == 1;
    }

    /** @return false if the user has the role already */
    public boolean grantRole(UUID userId, Role role, @Nullable UUID grantedBy, Instant grantedAt) {
        return entities.createNativeQuery("insert into app_user_role (user_id, role, granted_by, granted_at)"
                                + " values (?1, ?2, cast(?3 as uuid), ?4) on conflict do nothing")
                        .setParameter(1, userId)
                        .setParameter(2, role.name())
                        .setParameter(3, Rows.text(grantedBy))
                        .setParameter(4, Timestamp.from(grantedAt))
                        .executeUpdate()
                == 1;
    }

    public void insertVerification(UUID userId, String token, long lifetimeSeconds) {
        entities.createNativeQuery("insert into email_verification (token_hash, user_id, expires_at)"
                        + " values (?1, ?2, clock_timestamp() + make_interval(secs => ?3))")
                .setParameter(1, SecretToken.hash(token))
                .setParameter(2, userId)
                .setParameter(3, lifetimeSeconds)
                .executeUpdate();
    }

    /** How many verification tokens were made for this user within the last hour. */
    public int recentVerifications(UUID userId) {
        return Rows.single(entities.createNativeQuery("select cast(count(*) as integer) from email_verification"
                                + " where user_id = ?1 and created_at > clock_timestamp() - interval '1 hour'")
                        .setParameter(1, userId))
                .intAt(0);
    }

    /** Uses the token up. @return whose it was; empty if it is unknown, used or expired */
    public Optional<UUID> useVerification(String token) {
        return Rows.list(entities.createNativeQuery("update email_verification set used_at = clock_timestamp()"
                                + " where token_hash = ?1 and used_at is null and expires_at > clock_timestamp()"
                                + " returning user_id")
                        .setParameter(1, SecretToken.hash(token)))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
    }

    public void markVerified(UUID userId, Instant verifiedAt) {
        entities.createNativeQuery("update app_user set verified_at = coalesce(verified_at, ?2) where id = ?1")
                .setParameter(1, userId)
                .setParameter(2, Timestamp.from(verifiedAt))
                .executeUpdate();
    }

    private boolean exists(String sql, String parameter) {
        return !Rows.list(entities.createNativeQuery(sql).setParameter(1, parameter))
                .isEmpty();
    }

    private static FoundUser toUser(Rows.Row row) {
        Set<Role> roles = Arrays.stream(row.text(5).split(","))
                .filter(role -> !role.isEmpty())
                .map(Role::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        User user = new User(
                row.uuid(0),
                row.isNull(1) ? "" : row.text(1),
                row.isNull(2) ? "" : row.text(2),
                UserStatus.valueOf(row.text(3)),
                row.booleanAt(4),
                roles,
                row.text(6),
                row.instant(7));
        return new FoundUser(user, row.uuidOrNull(8));
    }
}
