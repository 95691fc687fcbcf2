package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.peer.database.Rows;
import network.peer.operations.AuditLog;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LaneWork;
import network.peer.settlement.PauseScope;

/** The lanes: who owns each, under which fence, and what is paused. */
public final class LaneTable {
    private static final String NOT_PAUSED =
            "not exists (select 1 from settlement_pause where scope in ('ALL', 'RECOVERY', 'LANE:' || name))";

    /**
     * A standby that took over behind a pooler has the same lease and may lack attempts. Somebody must have compared it with
     * the chain since; a database that nobody ever trusted has nothing that could be lost.
     */
    private static final String TRUSTED = "not exists (select 1 from settlement_trusted_incarnation"
            + " where incarnation is distinct from " + PostgresIncarnation.SQL + ")";

    private final EntityManager entities;

    public LaneTable(EntityManager entities) {
        this.entities = entities;
    }

    public List<Lane> all() {
        return Rows.list(entities.createNativeQuery("select name, work from settlement_lane order by name")).stream()
                .map(row -> new Lane(row.text(0), LaneWork.ofCode(row.text(1))))
                .toList();
    }

    /** A lease that still runs for half its time is not renewed: an idle lane need not write several times a second. */
    public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
        return held(lane, owner, duration).or(() -> taken(lane, owner, duration));
    }

    private Optional<LaneLease> held(String lane, String owner, Duration duration) {
        return lease(
                owner,
                entities.createNativeQuery(
                                "select name, work, fence from settlement_lane where name = ?1 and owner = ?2"
                                        + " and lease_until > clock_timestamp()"
                                        + "  + make_interval(secs => cast(?3 as numeric) / 2000) and " + NOT_PAUSED)
                        .setParameter(1, lane)
                        .setParameter(2, owner)
                        .setParameter(3, duration.toMillis()));
    }

    private Optional<LaneLease> taken(String lane, String owner, Duration duration) {
        return lease(
                owner,
                entities.createNativeQuery("update settlement_lane set owner = ?2,"
                                + " lease_until = clock_timestamp() + make_interval(secs => cast(?3 as numeric) / 1000),"
                                + " fence = case when owner = ?2 then fence else fence + 1 end"
                                + " where name = ?1 and " + NOT_PAUSED
                                + " and (owner is null or owner = ?2 or lease_until < clock_timestamp())"
                                + " returning name, work, fence")
                        .setParameter(1, lane)
                        .setParameter(2, owner)
                        .setParameter(3, duration.toMillis()));
    }

    private static Optional<LaneLease> lease(String owner, Query query) {
        return Rows.list(query).stream()
                .map(row -> new LaneLease(new Lane(row.text(0), LaneWork.ofCode(row.text(1))), owner, row.longAt(2)))
                .findFirst();
    }

    /** The share lock makes a take-over wait for this transaction's end. */
    public void requireCurrent(LaneLease lease) {
        if (Rows.list(entities.createNativeQuery(
                                "select 1 from settlement_lane where name = ?1 and owner = ?2" + " and fence = ?3 and "
                                        + NOT_PAUSED + " and " + TRUSTED + " for share of settlement_lane")
                        .setParameter(1, lease.lane().name())
                        .setParameter(2, lease.owner())
                        .setParameter(3, lease.fence()))
                .isEmpty()) {
            throw new FencedOffException("lane " + lease.lane().name() + " is no longer held under fence "
                    + lease.fence() + ", is paused, or the database is another one than was compared with the chain");
        }
    }

    /** By nobody but the product itself, which the audit log says. */
    public void pause(PauseScope scope, String reason) {
        int added = entities.createNativeQuery(
                        "insert into settlement_pause (scope, reason) values (?1, ?2) on conflict (scope) do nothing")
                .setParameter(1, scope.code())
                .setParameter(2, reason)
                .executeUpdate();
        if (added == 1) {
            new AuditLog(entities).record(null, "pause-settlement", scope.code(), reason);
        }
    }
}
