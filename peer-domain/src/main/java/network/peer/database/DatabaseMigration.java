package network.peer.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import network.peer.configuration.Setting;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema to this release, as the owner role over a connection of its own. The application's role never sees
 * those credentials: it gets exactly the grants that the migrations give to the placeholder {@code appRole}.
 */
public final class DatabaseMigration {

    private static final System.Logger LOGGER = System.getLogger(DatabaseMigration.class.getName());
    private static final String LOCATION = "classpath:db/migration";
    private static boolean done;

    private DatabaseMigration() {}

    /**
     * Migrates the configured database, once in this JVM; every start-up bean that needs tables calls it first. Nodes
     * that start together wait for each other on Flyway's own lock.
     */
    public static synchronized void ensureMigrated() {
        if (done) {
            return;
        }
        int applied = migrate(
                Setting.DB_URL.value(),
                Setting.DB_OWNER_USER.value(),
                Setting.DB_OWNER_PASSWORD.value(),
                Setting.DB_USER.value());
        if (!Setting.MODE.value().equals("development")) {
            requireDurability();
        }
        LOGGER.log(System.Logger.Level.INFO, "schema ready migrationsApplied={0}", applied);
        done = true;
    }

    /** Whether {@link #ensureMigrated()} has succeeded in this JVM. */
    public static synchronized boolean isDone() {
        return done;
    }

    /**
     * Migrates any database and tells how many migrations were applied.
     *
     * @param appRole the existing role that the migrations grant to
     */
    public static int migrate(String url, String owner, String ownerPassword, String appRole) {
        PGSimpleDataSource ownerDataSource = dataSource(url, owner, ownerPassword);
        ClassLoader classes = DatabaseMigration.class.getClassLoader();
        FluentConfiguration configuration = Flyway.configure(classes)
                .dataSource(ownerDataSource)
                .locations(LOCATION)
                .placeholders(Map.of("appRole", appRole))
                .validateMigrationNaming(true)
                .cleanDisabled(true);
        return configuration.load().migrate().migrationsExecuted;
    }

    private static void requireDurability() {
        PGSimpleDataSource application =
                dataSource(Setting.DB_URL.value(), Setting.DB_USER.value(), Setting.DB_PASSWORD.value());
        try (Connection connection = application.getConnection()) {
            DurabilityCheck.require(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the application's role cannot use the database: " + e.getMessage(), e);
        }
    }

    private static PGSimpleDataSource dataSource(String url, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }
}
