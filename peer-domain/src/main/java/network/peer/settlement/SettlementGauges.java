package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;

/** What monitoring reads of settlement beside what operators see; costs what is open or was asked for, not what ever was. */
@ApplicationScoped
public class SettlementGauges {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected SettlementGauges() {
        this.entities = null;
    }

    @Inject
    public SettlementGauges(EntityManager entities) {
        this.entities = entities;
    }

    /** @param held whether some node owns it now */
    public record LaneState(Lane lane, boolean held, boolean paused) {}

    /**
     * Intents that took equally long.
     *
     * @param after from recording to settling, to a tenth of a second
     */
    public record Settled(Duration after, long intents) {}

    /** By name; a lane is also paused while everything is. */
    @Transactional
    public List<LaneState> lanes() {
        return Rows.list(entities.createNativeQuery("select l.name, l.work,"
                        + " coalesce(l.lease_until > clock_timestamp(), false),"
                        + " exists (select 1 from settlement_pause p"
                        + "  where p.scope in ('ALL', 'RECOVERY', 'LANE:' || l.name))"
                        + " from settlement_lane l order by l.name"))
                .stream()
                .map(row -> new LaneState(
                        new Lane(row.text(0), LaneWork.ofCode(row.text(1))), row.booleanAt(2), row.booleanAt(3)))
                .toList();
    }

    /** How long the intents of these attempts took; those that are not settled are left out. */
    @Transactional
    public List<Settled> settledBy(Collection<UUID> attemptIds) {
        return Rows.list(entities.createNativeQuery(
                                "select cast(extract(epoch from i.settled_at - i.created_at) * 10 as bigint), count(*)"
                                        + " from settlement_attempt_intent ai"
                                        + " join settlement_intent i on i.id = ai.intent_id and i.state = 'SETTLED'"
                                        + " where ai.attempt_id = any (cast(?1 as uuid[])) and ai.open"
                                        + " group by 1 order by 1")
                        .setParameter(1, Rows.array(attemptIds)))
                .stream()
                .map(row -> new Settled(Duration.ofMillis(row.longAt(0) * 100), row.longAt(1)))
                .toList();
    }
}
