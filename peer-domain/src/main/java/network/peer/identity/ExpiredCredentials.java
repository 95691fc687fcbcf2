package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;

/**
 * Sessions and tokens from e-mails that have opened nothing for a day. A session goes with all its refresh tokens when the
 * newest has expired, not before: until then an old one that comes back still shows that it was stolen.
 */
@ApplicationScoped
public class ExpiredCredentials {
    private static final String EXPIRED = "expires_at < clock_timestamp() - interval '1 day'";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected ExpiredCredentials() {
        this(null);
    }

    @Inject
    public ExpiredCredentials(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Deletes some of them; several nodes may do so at once.
     *
     * @param most of each kind
     * @return whether there may be more
     */
    @Transactional
    public boolean forget(int most) {
        int sessions = forgetSessions(most);
        int verifications = forgetTokens("email_verification", most);
        int resets = forgetTokens("password_reset", most);
        return Math.max(sessions, Math.max(verifications, resets)) == most;
    }

    /** Of each session the newest token is the one that was not used. */
    private int forgetSessions(int most) {
        List<UUID> ended = Rows.list(entities.createNativeQuery("select s.id from session s"
                                + " join refresh_token t on t.session_id = s.id where t.used_at is null and t."
                                + EXPIRED
                                + " order by t.expires_at limit ?1 for update of s skip locked")
                        .setParameter(1, most))
                .stream()
                .map(row -> row.uuid(0))
                .toList();
        delete("refresh_token where session_id", ended);
        delete("session where id", ended);
        return ended.size();
    }

    private void delete(String whose, List<UUID> ids) {
        entities.createNativeQuery("delete from " + whose + " = any (cast(?1 as uuid[]))")
                .setParameter(1, Rows.array(ids))
                .executeUpdate();
    }

    private int forgetTokens(String table, int most) {
        return entities.createNativeQuery("delete from " + table + " where token_hash in (select token_hash from "
                        + table + " where " + EXPIRED + " limit ?1 for update skip locked)")
                .setParameter(1, most)
                .executeUpdate();
    }
}
