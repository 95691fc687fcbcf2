package network.peer.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.token.Ids;
import org.jspecify.annotations.Nullable;

/** Who did what with the powers of a role, append-only, written in the transaction of the deed itself. */
@ApplicationScoped
public class AuditLog {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected AuditLog() {
        this(null);
    }

    @Inject
    public AuditLog(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Records one deed.
     *
     * @param actorId null for the installation itself, such as the command that grants the first role
     * @param action an imperative such as {@code grant-role}
     * @param subject what it was done to, such as a user id or a day
     * @param details the rest, without secrets
     */
    @Transactional
    public void record(@Nullable UUID actorId, String action, String subject, String details) {
        entities.createNativeQuery("insert into audit_log (id, actor_id, action, subject, details)"
                        + " values (?1, cast(?2 as uuid), ?3, ?4, ?5)")
                .setParameter(1, Ids.newId())
                .setParameter(2, Rows.text(actorId))
                .setParameter(3, action)
                .setParameter(4, subject)
                .setParameter(5, details)
                .executeUpdate();
    }
}
