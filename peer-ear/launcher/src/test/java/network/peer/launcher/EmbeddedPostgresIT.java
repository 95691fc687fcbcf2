package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's PostgreSQL is as durable as a production server, and gone when it should be. */
class EmbeddedPostgresIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @Test
    void whatWasCommittedSurvivesTheKillOfThePostmaster() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            String url = postgres.database().url();
            execute(postgres, "create table kept (id int)");
            execute(postgres, "insert into kept values (42)");
            long first = postgres.pid();

            postgres.kill();
            postgres.start();

            assertThat(postgres.pid()).isNotEqualTo(first);
            assertThat(postgres.database().url()).isEqualTo(url);
            assertThat(query(postgres, "select id from kept")).isEqualTo("42");
            assertThat(query(postgres, "show fsync")).isEqualTo("on");
            assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "show full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void nothingRunsAfterTheClose() throws SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("closed"));
        try (Connection open = postgres.appConnection()) {
            assertThat(open.isValid(1)).isTrue();

            postgres.close();
        }

        assertThat(ProcessHandle.of(postgres.pid())).isEmpty();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
