package network.peer.testing;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One migrated database on this JVM's real PostgreSQL, reached through the application's role as in production.
 *
 * <p>A test class takes its own with {@link #freshDatabase()} and closes it in {@code @AfterAll}. Services are built by
 * hand around an entity manager: {@code database.inTransaction(em -> new Ledger(em, …).post(command))}. An entity
 * manager belongs to one thread; a concurrent test opens one per thread.
 */
public final class TestDatabase implements AutoCloseable {

    private final String url;
    private final Role application;
    private final Role owner;
    private final Runnable onClose;
    private @Nullable EntityManagerFactory factory;

    private TestDatabase(String url, Role application, Role owner, Runnable onClose) {
        this.url = url;
        this.application = application;
        this.owner = owner;
        this.onClose = onClose;
    }

    /** A role of PostgreSQL and its password. */
    public record Role(String name, String password) {}

    /** A database of one's own with the whole schema and no rows but those that migrations insert. */
    public static TestDatabase freshDatabase() {
        TestPostgres postgres = TestPostgres.instance();
        String name = postgres.cloneTemplate();
        return new TestDatabase(
                postgres.url(name),
                new Role(TestPostgres.APP, TestPostgres.PASSWORD),
                new Role(TestPostgres.OWNER, TestPostgres.PASSWORD),
                () -> postgres.drop(name));
    }

    /** A cold copy as of now, as a backup would hold it; closing it drops it. */
    public TestDatabase coldCopy() {
        TestPostgres postgres = TestPostgres.instance();
        disconnect();
        String name = postgres.copyOf(name());
        return new TestDatabase(postgres.url(name), application, owner, () -> postgres.drop(name));
    }

    /** Loses everything since the copy was taken, as a restore does. */
    public void restore(TestDatabase copy) {
        disconnect();
        copy.disconnect();
        TestPostgres.instance().replace(name(), copy.name());
    }

    public Role applicationRole() {
        return application;
    }

    private String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private synchronized void disconnect() {
        if (factory != null) {
            factory.close();
            factory = null;
        }
    }

    /** A database that something else runs and migrates; closing leaves it as it is. */
    public static TestDatabase at(String url, Role application, Role owner) {
        return new TestDatabase(url, application, owner, () -> {});
    }

    /** JDBC URL without credentials. */
    public String url() {
        return url;
    }

    /** A new entity manager with the application's role; the caller closes it and begins and ends transactions. */
    public EntityManager entityManager() {
        return factory().createEntityManager();
    }

    /** Runs the work in one transaction of its own: committed if it returns, rolled back if it throws. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T extends @Nullable Object> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager entityManager = entityManager()) {
            entityManager.getTransaction().begin();
            try {
                T result = work.apply(entityManager);
                entityManager.getTransaction().commit();
                return result;
            } finally {
                if (entityManager.getTransaction().isActive()) {
                    entityManager.getTransaction().rollback();
                }
            }
        }
    }

    /** {@link #inTransaction(Function)} for work without a result. */
    public void runInTransaction(Consumer<EntityManager> work) {
        this.<@Nullable Void>inTransaction(entityManager -> {
            work.accept(entityManager);
            return null;
        });
    }

    /** A new connection as the owner of the schema, for arranging what the application itself may not do. */
    public Connection ownerConnection() throws SQLException {
        return DriverManager.getConnection(url, owner.name(), owner.password());
    }

    /** A new connection with exactly the application's rights. */
    public Connection appConnection() throws SQLException {
        return DriverManager.getConnection(url, application.name(), application.password());
    }

    /** A new connection each time, with exactly the application's rights. */
    public DataSource appDataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(application.name());
        source.setPassword(application.password());
        return source;
    }

    /**
     * The statements that the application ran while the work was done, with how often it ran each, as PostgreSQL counted
     * them; for a database of {@link #freshDatabase()}. Nothing else may be using the server meanwhile.
     */
    public Map<String, Long> statementsOf(Runnable work) {
        TestPostgres postgres = TestPostgres.instance();
        postgres.forgetStatements();
        work.run();
        return postgres.statements(name());
    }

    @Override
    public void close() {
        disconnect();
        onClose.run();
    }

    private synchronized EntityManagerFactory factory() {
        if (factory == null) {
            Map<String, Object> overrides = new HashMap<>();
            overrides.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
            overrides.put("jakarta.persistence.jtaDataSource", "");
            overrides.put("jakarta.persistence.nonJtaDataSource", "");
            overrides.put("jakarta.persistence.jdbc.driver", "org.postgresql.Driver");
            overrides.put("jakarta.persistence.jdbc.url", url);
            overrides.put("jakarta.persistence.jdbc.user", application.name());
            overrides.put("jakarta.persistence.jdbc.password", application.password());
            overrides.put("eclipselink.target-server", "None");
            overrides.put("eclipselink.jdbc.connections.initial", "1");
            overrides.put("eclipselink.jdbc.connections.min", "1");
            overrides.put("eclipselink.jdbc.connections.max", "80");
            // Each database has its own session, although the unit's name is the same.
            overrides.put("eclipselink.session-name", url);
            factory = Persistence.createEntityManagerFactory("peer", overrides);
        }
        return factory;
    }
}
