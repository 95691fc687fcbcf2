package network.peer.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.Page;
import network.peer.PageRequest;
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

    /** One deed. */
    public record Entry(
            UUID id, @Nullable UUID actorId, String action, String subject, String details, Instant recordedAt) {}

    /**
     * What was done, newest first.
     *
     * @param actorId only the deeds of this one
     * @param subject only what was done to this
     */
    @Transactional
    public Page<Entry> newestFirst(@Nullable UUID actorId, @Nullable String subject, PageRequest request) {
        List<Entry> entries = Rows.list(entities.createNativeQuery("select id, actor_id, action, subject, details,"
                                + " recorded_at from audit_log where (cast(?1 as uuid) is null or actor_id = cast(?1 as uuid))"
                                + " and (cast(?2 as text) is null or subject = cast(?2 as text))"
                                + " and (cast(?3 as uuid) is null or id < cast(?3 as uuid))"
                                + " order by id desc limit ?4")
                        .setParameter(1, Rows.text(actorId))
                        .setParameter(2, subject)
                        .setParameter(3, Rows.text(request.afterId()))
                        .setParameter(4, request.first() + 1))
                .stream()
                .map(row -> new Entry(
                        row.uuid(0), row.uuidOrNull(1), row.text(2), row.text(3), row.text(4), row.instant(5)))
                .toList();
        return Page.of(entries, request, entry -> entry.id().toString());
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
