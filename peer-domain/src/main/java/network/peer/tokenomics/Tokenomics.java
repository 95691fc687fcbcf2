package network.peer.tokenomics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.configuration.Setting;
import network.peer.operations.AuditLog;
import network.peer.time.BusinessClock;
import network.peer.tokenomics.internal.TokenomicsEntity;
import network.peer.tokenomics.internal.TokenomicsStore;

/** The one place where the figures of the token economy are read, and where new ones are scheduled. */
@ApplicationScoped
public class Tokenomics {
    private static final int LONGEST_REASON = 500;

    private final EntityManager entities;
    private final BusinessClock clock;

    private final TokenomicsStore store;
    private final AuditLog audit;

    @SuppressWarnings("NullAway")
    protected Tokenomics() {
        this(null, null);
    }

    @Inject
    public Tokenomics(EntityManager entities, BusinessClock clock) {
        this.entities = entities;
        this.clock = clock;
        this.store = new TokenomicsStore(entities);
        this.audit = new AuditLog(entities);
    }

    /**
     * Schedules the next version, audited. What is past keeps its version: a version begins in the future only, and after
     * every other one.
     *
     * @param adminId an ADMIN, which the caller has checked
     * @throws BusinessException BAD_INPUT naming the figure or validFrom; CONFLICT if a later version exists, or another
     *     one is being scheduled
     */
    @Transactional
    public TokenomicsVersion schedule(UUID adminId, Instant validFrom, TokenomicsChange change, String reason) {
        Instant now = clock.instant();
        Instant earliest = now.plus(Setting.TOKENOMICS_NOTICE_SECONDS.seconds());
        Instant latest = now.plus(Duration.ofDays(Setting.TOKENOMICS_HORIZON_DAYS.positiveNumber()));
        if (validFrom.isBefore(earliest) || validFrom.isAfter(latest)) {
            throw new InvalidInputException("validFrom", "must be between " + earliest + " and " + latest);
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInputException("reason", "1 to " + LONGEST_REASON + " characters");
        }
        TokenomicsVersion previous = versions(new PageRequest(1, null)).items().get(0);
        TokenomicsVersion next = change.applyTo(previous, validFrom.truncatedTo(ChronoUnit.MICROS));
        if (!next.validFrom().isAfter(previous.validFrom())) {
            throw new BusinessException(
                    ErrorCode.CONFLICT, "version " + previous.version() + " begins at " + previous.validFrom());
        }
        if (!next.hasSameRewardsAs(previous)
                && !next.validFrom().equals(next.validFrom().truncatedTo(ChronoUnit.DAYS))) {
            throw new InvalidInputException("validFrom", "pool, gem weights and limits change at 00:00 UTC only");
        }
        if (!store.insert(next)) {
            throw new BusinessException(ErrorCode.CONFLICT, "another version is being scheduled");
        }
        audit.record(adminId, "schedule-tokenomics", "version " + next.version(), reason + "; " + next);
        return next;
    }

    /** All versions, newest first, those that are not in force yet among them. */
    @Transactional
    public Page<TokenomicsVersion> versions(PageRequest request) {
        String before = request.afterKey();
        List<TokenomicsVersion> found = entities.createQuery(
                        "select t from TokenomicsEntity t where t.version < :before order by t.version desc",
                        TokenomicsEntity.class)
                .setParameter("before", before == null ? Integer.MAX_VALUE : version(before))
                .setMaxResults(request.first() + 1)
                .getResultStream()
                .map(TokenomicsEntity::toVersion)
                .toList();
        return Page.of(found, request, version -> Integer.toString(version.version()));
    }

    private static int version(String key) {
        if (!key.matches("[0-9]{1,9}")) {
            throw PageRequest.unknownCursor();
        }
        return Integer.parseInt(key);
    }

    /** The version in force now, by business time. */
    @Transactional
    public TokenomicsVersion current() {
        return at(clock.instant());
    }

    /** @throws BusinessException NOT_FOUND before the first version */
    @Transactional
    public TokenomicsVersion at(Instant instant) {
        return entities.createQuery(
                        "select t from TokenomicsEntity t where t.validFrom <= :instant order by t.validFrom desc",
                        TokenomicsEntity.class)
                .setParameter("instant", instant)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(TokenomicsEntity::toVersion)
                .orElseThrow(
                        () -> new BusinessException(ErrorCode.NOT_FOUND, "no tokenomics are in force at " + instant));
    }
}
