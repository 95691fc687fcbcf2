package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.database.Rows;
import network.peer.operations.AuditLog;

/**
 * Which of the configured endpoints have no voice any more in what is final and what is absent. One that is dead for good
 * leaves the quorum only by an operator's deed, which is audited; two always stay, since one of them may lie.
 */
@ApplicationScoped
public class EndpointQuorum {
    /** How many have to stay: FINALIZED needs two. */
    public static final int FEWEST = 2;

    private static final int LONGEST_REASON = 1000;

    private final EntityManager entities;
    private final AuditLog audit;

    @SuppressWarnings("NullAway")
    protected EndpointQuorum() {
        this(null, null);
    }

    @Inject
    public EndpointQuorum(EntityManager entities, AuditLog audit) {
        this.entities = entities;
        this.audit = audit;
    }

    /** One endpoint that was taken out. */
    public record Exclusion(String endpoint, String reason, UUID excludedBy, Instant excludedAt) {}

    /** All that were taken out, by name, whether or not they are still configured. */
    @Transactional
    public List<Exclusion> exclusions() {
        return Rows.list(entities.createNativeQuery("select endpoint, reason, excluded_by, excluded_at"
                        + " from settlement_endpoint_exclusion order by endpoint"))
                .stream()
                .map(row -> new Exclusion(row.text(0), row.text(1), row.uuid(2), row.instant(3)))
                .toList();
    }

    /** Their names. */
    @Transactional
    public Set<String> excluded() {
        return exclusions().stream().map(Exclusion::endpoint).collect(Collectors.toSet());
    }

    /**
     * Takes an endpoint out on every node, within seconds. Taking out what is out keeps the first reason.
     *
     * @param configured the names of all configured endpoints
     * @throws BusinessException BAD_INPUT without a reason; NOT_FOUND for an endpoint that is not configured; CONFLICT if
     *     fewer than two would stay, or two endpoints share the name
     */
    @Transactional
    public void exclude(UUID operatorId, String endpoint, List<String> configured, String reason) {
        requireReason(reason);
        int named = Collections.frequency(configured, endpoint);
        if (named == 0) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no endpoint " + endpoint + " is configured");
        }
        if (named > 1) {
            throw new BusinessException(
                    ErrorCode.CONFLICT, "several endpoints are called " + endpoint + ": change peer.chain.rpc.urls");
        }
        // Two operators who take out different ones at once must not leave one.
        entities.createNativeQuery("lock table settlement_endpoint_exclusion in share row exclusive mode")
                .executeUpdate();
        Set<String> excluded = excluded();
        if (excluded.contains(endpoint)) {
            return;
        }
        long left = configured.stream()
                .filter(one -> !one.equals(endpoint) && !excluded.contains(one))
                .count();
        if (left < FEWEST) {
            throw new BusinessException(
                    ErrorCode.CONFLICT,
                    "FINALIZED needs two endpoints, and " + left
                            + " would be left: configure another one in peer.chain.rpc.urls first");
        }
        entities.createNativeQuery("insert into settlement_endpoint_exclusion (endpoint, reason, excluded_by)"
                        + " values (?1, ?2, ?3)")
                .setParameter(1, endpoint)
                .setParameter(2, reason)
                .setParameter(3, operatorId)
                .executeUpdate();
        audit.record(operatorId, "exclude-endpoint", endpoint, reason);
    }

    /**
     * Gives an endpoint its voice back; one that has it keeps it.
     *
     * @throws BusinessException BAD_INPUT without a reason
     */
    @Transactional
    public void readmit(UUID operatorId, String endpoint, String reason) {
        requireReason(reason);
        int removed = entities.createNativeQuery("delete from settlement_endpoint_exclusion where endpoint = ?1")
                .setParameter(1, endpoint)
                .executeUpdate();
        if (removed == 1) {
            audit.record(operatorId, "readmit-endpoint", endpoint, reason);
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInputException("reason", "1 to " + LONGEST_REASON + " characters");
        }
    }
}
