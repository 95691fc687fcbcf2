package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;

/** Says of credentials that were accepted once whether they still are. */
@ApplicationScoped
public class StandingCredentials {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected StandingCredentials() {
        this.entities = null;
    }

    @Inject
    public StandingCredentials(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Those whose session has not ended, or whose service token is neither revoked nor expired, and whose user is active.
     *
     * @param ids of sessions and of service tokens
     */
    @Transactional
    public Set<UUID> of(Collection<UUID> ids) {
        return Rows.list(entities.createNativeQuery("select s.id from session s join app_user u on u.id = s.user_id"
                                + " where s.id = any (cast(?1 as uuid[])) and s.ended_at is null and u.status = 'ACTIVE'"
                                + " union all"
                                + " select t.id from service_token t join app_user u on u.id = t.user_id"
                                + " where t.id = any (cast(?1 as uuid[])) and t.revoked_at is null"
                                + " and t.expires_at > clock_timestamp() and u.status = 'ACTIVE'")
                        .setParameter(1, Rows.array(ids)))
                .stream()
                .map(row -> row.uuid(0))
                .collect(Collectors.toSet());
    }
}
