package network.peer.launcher;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import network.peer.database.DatabaseMigration;
import network.peer.identity.Accounts;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.ledger.Ledger;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.rewards.RewardDays;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.EndpointQuorum;
import network.peer.settlement.PostgresReconciliationStore;
import network.peer.settlement.PostgresRecoveryStore;
import network.peer.settlement.PostgresSettlementStore;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementStore;
import network.peer.time.BusinessClock;
import network.peer.tokenomics.Tokenomics;
import network.peer.wallet.Wallets;
import org.flywaydb.core.api.FlywayException;

/** The domain's services without a server, for what is done before the first start: with the application's role. */
public final class DomainAccess implements AutoCloseable {

    private final EntityManagerFactory factory;

    /** @throws LauncherException if the database cannot be reached, or refuses the role */
    public DomainAccess(Database database) {
        requireReachable(database);
        Map<String, Object> overrides = new HashMap<>();
        overrides.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        overrides.put("jakarta.persistence.jtaDataSource", "");
        overrides.put("jakarta.persistence.nonJtaDataSource", "");
        overrides.put("jakarta.persistence.jdbc.driver", "org.postgresql.Driver");
        overrides.put("jakarta.persistence.jdbc.url", database.url());
        overrides.put("jakarta.persistence.jdbc.user", database.user());
        overrides.put("jakarta.persistence.jdbc.password", database.password());
        overrides.put("eclipselink.target-server", "None");
        factory = Persistence.createEntityManagerFactory("peer", overrides);
    }

    /** In one sentence what the persistence provider would say on a page of its own. */
    private static void requireReachable(Database database) {
        try {
            DriverManager.getConnection(database.url(), database.user(), database.password())
                    .close();
        } catch (SQLException e) {
            throw new LauncherException(
                    "The database " + database.url() + " cannot be reached as " + database.user() + ": " + firstLine(e)
                            + ".",
                    e);
        }
    }

    /** Brings the schema to this release, as the owner role; tells how many migrations that took. */
    public static int migrate(Database database) {
        try {
            return DatabaseMigration.migrate(
                    database.url(), database.ownerUser(), database.ownerPassword(), database.user());
        } catch (FlywayException e) {
            throw new LauncherException(
                    "The database " + database.url() + " cannot be migrated as " + database.ownerUser() + ": "
                            + firstLine(e) + ".",
                    e);
        }
    }

    /** Once; the first time nothing can have been sent before, so no server has to wait for it. */
    void recordChain(ChainIdentity identity) {
        try {
            inTransaction(entities -> {
                SettlementStore settlement = new PostgresSettlementStore(entities);
                boolean isFirst = settlement.chainIdentity().isEmpty();
                settlement.recordChainIdentity(identity);
                if (isFirst) {
                    RecoveryStore recovery = PostgresRecoveryStore.withoutContainer(entities);
                    recovery.trust(recovery.incarnation());
                }
                return identity;
            });
        } catch (IllegalStateException e) {
            throw new LauncherException(e.getMessage() + ".", e);
        }
    }

    /** Which chain and mint this database belongs to. */
    ChainIdentity chain() {
        return settlementStore()
                .chainIdentity()
                .orElseThrow(() -> new LauncherException(
                        "This database belongs to no chain yet. Record chain and mint with mint create."));
    }

    /** The names of the endpoints that operators have taken out of the quorum. */
    Set<String> excludedEndpoints() {
        return inTransaction(entities -> new EndpointQuorum(entities, new AuditLog(entities)).excluded());
    }

    SettlementStore settlementStore() {
        return eachCallInItsOwnTransaction(SettlementStore.class, PostgresSettlementStore::new);
    }

    RecoveryStore recoveryStore() {
        return eachCallInItsOwnTransaction(RecoveryStore.class, PostgresRecoveryStore::withoutContainer);
    }

    ReconciliationStore reconciliationStore() {
        return eachCallInItsOwnTransaction(ReconciliationStore.class, PostgresReconciliationStore::withoutContainer);
    }

    /** Begins a reconciliation, or goes on with the one that has not ended, audited. @return its id */
    UUID beginReconciliation() {
        return audited(
                "reconcile",
                entities -> PostgresReconciliationStore.withoutContainer(entities)
                        .begin()
                        .id(),
                run -> "reconciliation " + run);
    }

    /**
     * Does what the installation itself answers for, and records it; what fails is not recorded.
     *
     * @param subject of the entry, by what the deed came to
     */
    <T> T audited(String action, Function<EntityManager, T> deed, Function<T, String> subject) {
        return inTransaction(entities -> {
            // What cannot be recorded is not done: a file is not undone with the transaction.
            entities.createNativeQuery("lock table audit_log in row exclusive mode")
                    .executeUpdate();
            T done = deed.apply(entities);
            new AuditLog(entities).record(null, action, subject.apply(done), "by the command");
            return done;
        });
    }

    /** Marks shares of open reward days whose payouts are on the books; tells how many. */
    int adoptPayouts() {
        return inTransaction(entities -> {
            BusinessClock clock = new BusinessClock(entities);
            // Nothing is posted here, so no intent can follow from it.
            Ledger ledger = new Ledger(entities, transaction -> {});
            return new RewardDays(entities, ledger, new Tokenomics(entities, clock), clock).adoptPayouts();
        });
    }

    /** As the server's container does it: built anew around each call's entity manager. */
    private <T> T eachCallInItsOwnTransaction(Class<T> type, Function<EntityManager, ? extends T> service) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> inTransaction(entities -> {
                    try {
                        return method.invoke(service.apply(entities), arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause() instanceof RuntimeException cause
                                ? cause
                                : new LauncherException(String.valueOf(failure.getCause()), failure);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })));
    }

    User grantRole(String email, Role role) {
        return inTransaction(entities -> {
            var found = entities.createNativeQuery("select id from app_user where lower(email) = lower(?1)")
                    .setParameter(1, email)
                    .getResultList();
            if (found.isEmpty()) {
                throw new LauncherException("There is no user with the e-mail address " + email + ".");
            }
            return accounts(entities).grantRole(null, (UUID) found.get(0), role, "by the command");
        });
    }

    @Override
    public void close() {
        factory.close();
    }

    private static Accounts accounts(EntityManager entities) {
        Ledger ledger = new Ledger(entities, transaction -> {});
        return new Accounts(
                entities,
                ledger,
                new Wallets(entities),
                new MailOutbox(entities),
                new AuditLog(entities),
                new BusinessClock(entities));
    }

    /** What a server does in one transaction. */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            try {
                T result = work.apply(entities);
                entities.getTransaction().commit();
                return result;
            } finally {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
            }
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
