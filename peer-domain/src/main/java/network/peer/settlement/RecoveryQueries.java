package network.peer.settlement;

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

/** What operators see of rebuilds from the chain: what these could not put right by themselves. */
@ApplicationScoped
public class RecoveryQueries {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected RecoveryQueries() {
        this.entities = null;
    }

    @Inject
    public RecoveryQueries(EntityManager entities) {
        this.entities = entities;
    }

    /** A finding, and when a rebuild met it first. */
    public record Recorded(UUID id, Instant foundAt, Finding finding) {}

    /** Newest first. */
    @Transactional
    public Page<Recorded> findings(PageRequest request) {
        List<Recorded> rows = Rows.list(
                        entities.createNativeQuery("select id, found_at, kind, subject, details from recovery_finding"
                                        + " where cast(?1 as uuid) is null or id < cast(?1 as uuid)"
                                        + " order by id desc limit " + (request.first() + 1))
                                .setParameter(1, Rows.text(request.afterId())))
                .stream()
                .map(row -> new Recorded(
                        row.uuid(0),
                        row.instant(1),
                        new Finding(Finding.Kind.valueOf(row.text(2)), row.text(3), row.text(4))))
                .toList();
        return Page.of(rows, request, recorded -> recorded.id().toString());
    }
}
