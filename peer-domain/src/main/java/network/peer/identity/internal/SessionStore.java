package network.peer.identity.internal;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.token.Ids;

/** The statements over sessions and their refresh tokens; all times are the database's. */
public final class SessionStore {
    private final EntityManager entities;

    public SessionStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A refresh token as it is when its session is locked. */
    public record FoundToken(UUID sessionId, UUID userId, boolean used, boolean expired, boolean sessionEnded) {}

    public UUID open(UUID userId) {
        UUID id = Ids.newId();
        entities.createNativeQuery("insert into session (id, user_id) values (?1, ?2)")
                .setParameter(1, id)
                .setParameter(2, userId)
                .executeUpdate();
        return id;
    }

    /** @return when the token expires */
    public Instant insertToken(UUID sessionId, String token, long lifetimeSeconds) {
        return Rows.single(entities.createNativeQuery("insert into refresh_token (token_hash, session_id, expires_at)"
                                + " values (?1, ?2, clock_timestamp() + make_interval(secs => ?3))"
                                + " returning expires_at")
                        .setParameter(1, SecretToken.hash(token))
                        .setParameter(2, sessionId)
                        .setParameter(3, lifetimeSeconds))
                .instant(0);
    }

    /** Locks the token's session first, so that two uses of one token follow each other. */
    public Optional<FoundToken> findLocked(String token) {
        byte[] hash = SecretToken.hash(token);
        int locked = Rows.list(entities.createNativeQuery("select s.id from session s where s.id ="
                                + " (select t.session_id from refresh_token t where t.token_hash = ?1) for update")
                        .setParameter(1, hash))
                .size();
        if (locked == 0) {
            return Optional.empty();
        }
        Rows.Row row = Rows.single(entities.createNativeQuery("select s.id, s.user_id, t.used_at is not null,"
                        + " t.expires_at <= clock_timestamp(), s.ended_at is not null"
                        + " from refresh_token t join session s on s.id = t.session_id where t.token_hash = ?1")
                .setParameter(1, hash));
        return Optional.of(
                new FoundToken(row.uuid(0), row.uuid(1), row.booleanAt(2), row.booleanAt(3), row.booleanAt(4)));
    }

    public void markUsed(String token) {
        entities.createNativeQuery("update refresh_token set used_at = clock_timestamp() where token_hash = ?1")
                .setParameter(1, SecretToken.hash(token))
                .executeUpdate();
    }

    /** Ends every session of a user. */
    public void endAll(UUID userId, String reason) {
        entities.createNativeQuery("update session set ended_at = clock_timestamp(), end_reason = ?2"
                        + " where user_id = ?1 and ended_at is null")
                .setParameter(1, userId)
                .setParameter(2, reason)
                .executeUpdate();
    }

    public void end(UUID sessionId, String reason) {
        entities.createNativeQuery("update session set ended_at = clock_timestamp(), end_reason = ?2"
                        + " where id = ?1 and ended_at is null")
                .setParameter(1, sessionId)
                .setParameter(2, reason)
                .executeUpdate();
    }
}
