package network.peer.settlement.internal;

/** Which database this is, and since when. */
public final class PostgresIncarnation {
    /**
     * Server start, timeline and the database's own id: a restore changes the last, a failover the others. The start as a
     * number, because its text depends on the time zone of whoever asks.
     */
    public static final String SQL = "cast(extract(epoch from pg_postmaster_start_time()) as text) || ' '"
            + " || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || ' '"
            + " || (select cast(oid as text) from pg_database where datname = current_database())";

    private PostgresIncarnation() {}
}
