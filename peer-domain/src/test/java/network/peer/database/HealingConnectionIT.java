package network.peer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealingConnectionIT {
    private TestDatabase database;
    private Connection pooled;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.freshDatabase();
        pooled = HealingConnection.over(database::appConnection);
    }

    @AfterEach
    void close() throws SQLException {
        pooled.close();
        database.close();
    }

    @Test
    void worksAgainAfterTheDatabaseEndedItsSession() throws SQLException {
        endSession();

        assertThat(one()).isEqualTo(1);
    }

    @Test
    void aStatementThatWouldOutlastTheOperationIsEnded() throws SQLException {
        OperationDeadline.begin(Duration.ofMillis(10));
        try (Statement statement = pooled.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select pg_sleep(30)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        } finally {
            OperationDeadline.end();
        }
        try (Statement statement = pooled.createStatement()) {
            assertThat(statement.getQueryTimeout()).isZero();
        }
    }

    @Test
    void theNextTransactionBeginsOnANewSession() throws SQLException {
        pooled.setAutoCommit(false);
        assertThat(one()).isEqualTo(1);
        endSession();
        assertThatCode(pooled::rollback).doesNotThrowAnyException();

        pooled.setAutoCommit(true);
        pooled.setAutoCommit(false);
        assertThat(one()).isEqualTo(1);
        pooled.commit();
    }

    @Test
    void aTransactionWhoseSessionEndedNeitherGoesOnNorCommits() throws SQLException {
        pooled.setAutoCommit(false);
        assertThat(one()).isEqualTo(1);
        endSession();

        assertThatThrownBy(this::one).isInstanceOf(SQLException.class);
        assertThatThrownBy(pooled::commit).isInstanceOf(SQLException.class);
    }

    private int one() throws SQLException {
        try (Statement statement = pooled.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void endSession() throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select pg_terminate_backend(pg_backend_pid())"))
                    .isInstanceOf(SQLException.class);
        }
    }
}
