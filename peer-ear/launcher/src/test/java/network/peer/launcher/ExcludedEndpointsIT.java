package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.configuration.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint without a voice in the server has none in the administrator's commands. */
class ExcludedEndpointsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(Setting.RPC_URLS.key());
    }

    @Test
    void whatOperatorsTookOutIsNotAsked() throws SQLException {
        System.setProperty(Setting.RPC_URLS.key(), "http://a.invalid,http://b.invalid,http://c.invalid");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            DomainAccess.migrate(postgres.database());
            exclude(postgres, "http://b.invalid");
            try (DomainAccess domain = new DomainAccess(postgres.database())) {
                assertThat(Admin.endpoints(domain).all())
                        .extracting(SolanaRpc::endpoint)
                        .containsExactly("http://a.invalid", "http://c.invalid");
            }
        }
    }

    private static void exclude(EmbeddedPostgres postgres, String endpoint) throws SQLException {
        try (Connection connection = postgres.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into app_user (id, email, user_name, password_algorithm, password_iterations,"
                    + " password_salt, password_hash, status, verified_at, referral_code, created_at)"
                    + " values ('00000000-0000-7000-8000-000000000001', 'operator@example.org', 'operator',"
                    + " 'PBKDF2WithHmacSHA512', 210000, cast(repeat('0', 16) as bytea), cast(repeat('0', 64) as bytea),"
                    + " 'ACTIVE', now(), 'operator', now())");
            statement.execute("insert into settlement_endpoint_exclusion (endpoint, reason, excluded_by) values ('"
                    + endpoint + "', 'dead', '00000000-0000-7000-8000-000000000001')");
        }
    }
}
