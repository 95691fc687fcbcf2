package network.peer.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class DurabilityCheckIT {
    @Test
    void acceptsADatabaseThatKeepsWhatItCommitted() throws SQLException {
        try (TestDatabase database = TestDatabase.freshDatabase();
                Connection connection = database.appConnection()) {
            assertThatCode(() -> DurabilityCheck.require(connection)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesADatabaseWithoutSynchronousCommit() throws SQLException {
        try (TestDatabase database = TestDatabase.freshDatabase();
                Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");

            assertThatThrownBy(() -> DurabilityCheck.require(connection))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("turn on synchronous_commit");
        }
    }
}
