package network.peer.identity.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;

/** The statements over passwords and the tokens that allow a new one. */
public final class PasswordStore {
    private static final String SET = "update app_user set password_algorithm = ?2, password_iterations = ?3,"
            + " password_salt = ?4, password_hash = ?5 where id = ?1 and status <> 'DELETED'";

    private final EntityManager entities;

    public PasswordStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A user's id and password. */
    public record FoundPassword(UUID userId, PasswordHash password) {}

    public Optional<FoundPassword> find(String email) {
        return Rows.list(entities.createNativeQuery("select id, password_algorithm, password_iterations,"
                                + " password_salt, password_hash from app_user where lower(email) = lower(?1)")
                        .setParameter(1, email))
                .stream()
                .map(row -> new FoundPassword(
                        row.uuid(0), new PasswordHash(row.text(1), row.intAt(2), row.bytes(3), row.bytes(4))))
                .findFirst();
    }

    public void set(UUID userId, PasswordHash password) {
        parameters(entities.createNativeQuery(SET), userId, password).executeUpdate();
    }

    /** Keeps the user as it is until this transaction ends. @return false if the password is another one now */
    public boolean lockIfStill(UUID userId, PasswordHash password) {
        return !Rows.list(entities.createNativeQuery(
                                "select 1 from app_user where id = ?1 and password_hash = ?2 for no key update")
                        .setParameter(1, userId)
                        .setParameter(2, password.hash()))
                .isEmpty();
    }

    public void replace(UUID userId, PasswordHash before, PasswordHash after) {
        parameters(entities.createNativeQuery(SET + " and password_hash = ?6"), userId, after)
                .setParameter(6, before.hash())
                .executeUpdate();
    }

    /** How many tokens were made for this user within the last hour. */
    public int recentResets(UUID userId) {
        return Rows.single(entities.createNativeQuery("select cast(count(*) as integer) from password_reset"
                                + " where user_id = ?1 and created_at > clock_timestamp() - interval '1 hour'")
                        .setParameter(1, userId))
                .intAt(0);
    }

    public void insertReset(UUID userId, String token, long lifetimeSeconds) {
        entities.createNativeQuery("insert into password_reset (token_hash, user_id, expires_at)"
                        + " values (?1, ?2, clock_timestamp() + make_interval(secs => ?3))")
                .setParameter(1, SecretToken.hash(token))
                .setParameter(2, userId)
                .setParameter(3, lifetimeSeconds)
                .executeUpdate();
    }

    /** Whether the token could be used now. */
    public boolean isReset(String token) {
        return !Rows.list(entities.createNativeQuery("select 1 from password_reset where token_hash = ?1"
                                + " and used_at is null and expires_at > clock_timestamp()")
                        .setParameter(1, SecretToken.hash(token)))
                .isEmpty();
    }

    /** Uses the token up. @return whose it was; empty if it is unknown, used or expired */
    public Optional<UUID> useReset(String token) {
        return Rows.list(entities.createNativeQuery("update password_reset set used_at = clock_timestamp()"
                                + " where token_hash = ?1 and used_at is null and expires_at > clock_timestamp()"
                                + " returning user_id")
                        .setParameter(1, SecretToken.hash(token)))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
    }

    /** Whatever was sent before opens nothing any more. */
    public void dropResets(UUID userId) {
        entities.createNativeQuery("delete from password_reset where user_id = ?1")
                .setParameter(1, userId)
                .executeUpdate();
    }

    private static Query parameters(Query query, UUID userId, PasswordHash password) {
        return query.setParameter(1, userId)
                .setParameter(2, password.algorithm())
                .setParameter(3, password.iterations())
                .setParameter(4, password.salt())
                .setParameter(5, password.hash());
    }
}
