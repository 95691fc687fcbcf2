package network.peer.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import network.peer.configuration.Setting;

/**
 * The instant at which the server says something happened, in UTC. In production it is the system's clock; in
 * development mode an offset from the database moves it. Leases and the expiry of tokens never use it.
 */
@ApplicationScoped
public class BusinessClock {
    private final EntityManager entities;
    private final Clock clock;

    @SuppressWarnings("NullAway")
    protected BusinessClock() {
        this(null, Clock.systemUTC());
    }

    @Inject
    public BusinessClock(EntityManager entities) {
        this(entities, Clock.systemUTC());
    }

    /** With a clock of one's own, for tests. */
    public BusinessClock(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Now, to the microsecond that PostgreSQL keeps. */
    public Instant instant() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return isMovable() ? now.plusSeconds(offsetSeconds()) : now;
    }

    /** The UTC calendar day of {@link #instant()}. */
    public LocalDate today() {
        return LocalDate.ofInstant(instant(), ZoneOffset.UTC);
    }

    /** @throws IllegalStateException in production mode, if the database was used with moved time */
    public void refuseMovedTimeInProduction() {
        long offsetSeconds = offsetSeconds();
        if (!isMovable() && offsetSeconds != 0) {
            throw new IllegalStateException("this database has its business time moved by " + offsetSeconds
                    + " s, which production does not allow: use a database of its own, or set peer.mode=development");
        }
    }

    private static boolean isMovable() {
        return Setting.MODE.value().equals("development");
    }

    private long offsetSeconds() {
        Number seconds = (Number) entities.createNativeQuery("select offset_seconds from business_time_offset")
                .getSingleResult();
        return seconds.longValue();
    }
}
