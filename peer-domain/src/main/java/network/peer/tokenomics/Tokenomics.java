package network.peer.tokenomics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.time.BusinessClock;
import network.peer.tokenomics.internal.TokenomicsEntity;

/** The one place where the figures of the token economy are read. */
@ApplicationScoped
public class Tokenomics {
    private final EntityManager entities;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Tokenomics() {
        this(null, null);
    }

    @Inject
    public Tokenomics(EntityManager entities, BusinessClock clock) {
        this.entities = entities;
        this.clock = clock;
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
