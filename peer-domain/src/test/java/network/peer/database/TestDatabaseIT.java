package network.peer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The harness itself: what the other persistence tests rely on. */
class TestDatabaseIT {

    private static final TestDatabase DATABASE = TestDatabase.freshDatabase();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void commitsReachTheDisk() throws SQLException {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
    }

    @Test
    void entityManagersUseTheApplicationsRole() {
        Object role = DATABASE.inTransaction(
                em -> em.createNativeQuery("select cast(current_user as text)").getSingleResult());

        assertThat(role).isEqualTo("peer_app");
    }

    @Test
    void uuidsTravelThroughNativeQueries() {
        UUID id = UUID.fromString("0190a000-0000-7000-8000-000000000001");

        Object echoed = DATABASE.inTransaction(em -> em.createNativeQuery("select cast(?1 as uuid)")
                .setParameter(1, id)
                .getSingleResult());

        assertThat(echoed).isEqualTo(id);
    }

    @Test
    void theApplicationsRoleCannotChangeTheSchema() throws SQLException {
        try (Connection connection = DATABASE.appConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table intruder (id int)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void aFailedTransactionLeavesNothing() throws SQLException {
        try (Connection owner = DATABASE.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("create table scratch (id int)");
            statement.execute("grant select, insert on scratch to peer_app");
        }

        assertThatThrownBy(() -> DATABASE.runInTransaction(em -> {
                    em.createNativeQuery("insert into scratch values (1)").executeUpdate();
                    throw new IllegalStateException("after the insert");
                }))
                .hasMessage("after the insert");

        Object rows = DATABASE.inTransaction(
                em -> em.createNativeQuery("select count(*) from scratch").getSingleResult());
        assertThat(rows).isEqualTo(0L);
    }

    @Test
    void migratingAgainAppliesNothing() {
        int applied = DatabaseMigration.migrate(DATABASE.url(), "peer_owner", "only-in-tests", "peer_app");

        assertThat(applied).isZero();
    }

    private static String show(String parameter) throws SQLException {
        try (Connection connection = DATABASE.appConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + parameter)) {
            row.next();
            return row.getString(1);
        }
    }
}
