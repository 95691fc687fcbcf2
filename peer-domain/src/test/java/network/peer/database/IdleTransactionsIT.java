package network.peer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import network.peer.configuration.Setting;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class IdleTransactionsIT {
    @Test
    void whoFreezesInATransactionDoesNotKeepItsLocks() throws SQLException {
        try (TestDatabase database = TestDatabase.freshDatabase();
                Connection frozen = IdleTransactions.areEnded(database.appConnection(), Duration.ofMillis(50));
                Connection survivor = database.appConnection()) {
            frozen.setAutoCommit(false);
            lockLanes(frozen);

            lockLanes(survivor);

            assertThatThrownBy(() -> lockLanes(frozen)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theServersPoolsHaveTheLimit() throws SQLException {
        try (TestDatabase database = TestDatabase.freshDatabase()) {
            System.setProperty(Setting.DB_URL.key(), database.url());
            try (Connection pooled = new PeerDataSource()
                            .getConnection(
                                    database.applicationRole().name(),
                                    database.applicationRole().password());
                    Statement statement = pooled.createStatement();
                    var row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("1min");
            } finally {
                System.clearProperty(Setting.DB_URL.key());
            }
        }
    }

    private static void lockLanes(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setQueryTimeout(30);
            statement.execute("select 1 from settlement_lane for update");
        }
    }
}
