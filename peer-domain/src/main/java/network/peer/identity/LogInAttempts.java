package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import network.peer.configuration.Setting;
import network.peer.database.Rows;
import network.peer.token.Ids;

/**
 * How often a wrong password was given for an address, and how long it is locked for that. An attempt counts as failed
 * before the password is looked at: so many guesses at the same moment get no further than one after the other.
 */
@ApplicationScoped
public class LogInAttempts {
    private static final String FORGOTTEN = "interval '1 day'";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected LogInAttempts() {
        this(null);
    }

    @Inject
    public LogInAttempts(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Counts an attempt, whether or not there is an account with this address.
     *
     * @throws TooManyAttemptsException TOO_MANY_ATTEMPTS if the address is locked; this one is not counted then
     */
    @Transactional
    public void begin(String email) {
        List<Rows.Row> counted = Rows.list(statement(
                        "insert into log_in_attempt as a (email_hash, failures, last_failed_at)"
                                + " values (?1, 1, clock_timestamp()) on conflict (email_hash) do update set"
                                + " failures = case when a.last_failed_at < clock_timestamp() - " + FORGOTTEN
                                + " then 1 else a.failures + 1 end,"
                                + " locked_until = case when a.last_failed_at >= clock_timestamp() - " + FORGOTTEN
                                + " and a.failures >= ?2 then clock_timestamp() + make_interval(secs =>"
                                + " least(?3 * power(2, least(a.failures - ?2, 20)), ?4)) end,"
                                + " last_failed_at = clock_timestamp()"
                                + " where a.locked_until is null or a.locked_until <= clock_timestamp()"
                                + " returning failures",
                        email)
                .setParameter(2, Setting.LOG_IN_FREE_ATTEMPTS.positiveNumber())
                .setParameter(3, Setting.LOG_IN_LOCK_SECONDS.positiveNumber())
                .setParameter(4, Setting.LOG_IN_LONGEST_LOCK_SECONDS.positiveNumber()));
        if (counted.isEmpty()) {
            throw new TooManyAttemptsException(secondsLeft(email));
        }
    }

    /** The right password was given, or replaced: nothing is held against this address any more. */
    @Transactional
    public void forgive(String email) {
        statement("delete from log_in_attempt where email_hash = ?1", email).executeUpdate();
    }

    /** Drops what counts no longer. */
    @Transactional
    public void forgetOld() {
        entities.createNativeQuery("delete from log_in_attempt where last_failed_at < clock_timestamp() - " + FORGOTTEN)
                .executeUpdate();
    }

    private long secondsLeft(String email) {
        return Rows.list(statement(
                        "select cast(ceil(extract(epoch from locked_until - clock_timestamp())) as bigint)"
                                + " from log_in_attempt where email_hash = ?1",
                        email))
                .stream()
                .mapToLong(row -> Math.max(1, row.longAt(0)))
                .findFirst()
                .orElse(1);
    }

    private Query statement(String sql, String email) {
        byte[] hash = HexFormat.of().parseHex(Ids.hash(email.toLowerCase(Locale.ROOT)));
        return entities.createNativeQuery(sql).setParameter(1, hash);
    }
}
