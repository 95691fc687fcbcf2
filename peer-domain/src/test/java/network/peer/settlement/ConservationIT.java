package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConservationIT {
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCheckOfAnyNodeCountsForAsLongAsItIsRecent() throws SQLException {
        assertThat(checkedWithinAMinute()).isFalse();

        database.runInTransaction(em -> new Conservation(em)
                .record(new ConservationReport(Instant.now(), 1, BigInteger.ZERO, BigInteger.ZERO, 0, List.of())));
        assertThat(checkedWithinAMinute()).isTrue();

        checkedAt("clock_timestamp() - interval '61 s'");
        assertThat(checkedWithinAMinute()).isFalse();

        checkedAt("clock_timestamp() + interval '1 hour'");
        assertThat(checkedWithinAMinute()).as("by a clock that was ahead").isFalse();
    }

    private void checkedAt(String when) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update conservation_check set checked_at = " + when);
        }
    }

    private boolean checkedWithinAMinute() {
        return database.inTransaction(em -> new Conservation(em).wasCheckedWithin(Duration.ofMinutes(1)));
    }
}
