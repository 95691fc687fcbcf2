package network.peer.system;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import network.peer.launcher.PeerStack;

/**
 * Commits that the server cannot know the outcome of. With a standby that does not exist, PostgreSQL makes a commit
 * durable and then waits for ever before it says so; a session that is ended meanwhile has committed. Only the commits of
 * one beat wait for it: all others are content with the local disk, which for one server is as much.
 */
final class UnknownCommits {
    private static final String WAIT = "wait_for_a_standby";

    private final PeerStack stack;
    private final Payouts books;

    UnknownCommits(PeerStack stack, Payouts books) {
        this.stack = stack;
        this.books = books;
    }

    /** What a beat writes, by which its commit is told from others. */
    enum Beat {
        CLAIM("update on settlement_intent", "CLAIMED"),
        STORE("insert on settlement_attempt", "SIGNED"),
        RECORD("update on settlement_attempt", "FINALIZED");

        private final String statement;
        private final String state;

        Beat(String statement, String state) {
            this.statement = statement;
            this.state = state;
        }
    }

    /** Before the server opens its connections. */
    static void prepare(PeerStack stack) {
        execute(
                stack,
                database(stack),
                "alter role all in database " + database(stack) + " set synchronous_commit = local");
    }

    /**
     * Makes traffic until one commit of the beat was made and not answered.
     *
     * @return how many were cut
     */
    long cutOne(Beat beat, Runnable traffic) {
        books.asOwner("create function " + WAIT + "() returns trigger language plpgsql as"
                + " $$ begin perform set_config('synchronous_commit', 'on', true); return null; end $$");
        books.asOwner("create trigger " + WAIT + " after " + beat.statement + " for each row when (new.state = '"
                + beat.state + "') execute function " + WAIT + "()");
        execute("alter system set synchronous_standby_names = 'nobody'");
        execute("select pg_reload_conf()");
        long[] cut = {0};
        books.await("a commit is not answered", () -> {
            // PostgreSQL reads its settings when it comes to it, by then all may have passed.
            if (books.isSettled()) {
                traffic.run();
            }
            cut[0] = execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep' limit 1");
            return cut[0] > 0;
        });
        return cut[0];
    }

    /** Every commit is answered again. */
    void heal() {
        execute("alter system reset synchronous_standby_names");
        execute("select pg_reload_conf()");
        books.asOwner("drop function if exists " + WAIT + "() cascade");
    }

    private long execute(String sql) {
        return execute(stack, "postgres", sql);
    }

    /** As the superuser. @return how many rows it answered */
    private static long execute(PeerStack stack, String database, String sql) {
        int port =
                URI.create(stack.database().url().substring("jdbc:".length())).getPort();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
                Statement statement = connection.createStatement()) {
            long rows = 0;
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows++;
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String database(PeerStack stack) {
        return URI.create(stack.database().url().substring("jdbc:".length()))
                .getPath()
                .substring(1);
    }
}
