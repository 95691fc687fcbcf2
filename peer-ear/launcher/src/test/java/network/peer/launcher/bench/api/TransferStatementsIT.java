package network.peer.launcher.bench.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import network.peer.identity.Accounts;
import network.peer.launcher.DomainAccess;
import network.peer.launcher.EmbeddedPostgres;
import network.peer.launcher.Progress;
import network.peer.ledger.Ledger;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.time.BusinessClock;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import network.peer.transfer.SendTokens;
import network.peer.transfer.Transfers;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that pgbench runs is the product's transfer: the same statements, and the books like it. */
class TransferStatementsIT {
    private static final int USERS = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder);
        DomainAccess.migrate(postgres.database());
        ApiUsers.create(postgres.database(), USERS);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void theScriptIsWhatTheProductExecutes() {
        try (DomainAccess domain = new DomainAccess(postgres.database())) {
            List<String> executed =
                    StatementLog.of(postgres, Set.of(ApiUsers.userId(1).toString()), () -> {
                        domain.inTransaction(
                                entities -> accounts(entities).bySession(ApiUsers.userId(1), ApiUsers.sessionId(1)));
                        domain.inTransaction(entities -> transfers(entities)
                                .send(
                                        ApiUsers.userId(1),
                                        new SendTokens(ApiUsers.userId(2), TokenAmount.parse("0.001"), null),
                                        "api-0-0"));
                    });

            assertThat(executed).isEqualTo(ApiStatements.script());
        }
    }

    @Test
    void theScriptMovesTokensOnce() throws SQLException {
        ApiSums sums = new ApiSums(postgres.database(), Progress.silent());
        long before = transfers();

        try (Connection connection = postgres.appConnection();
                Statement statement = connection.createStatement()) {
            for (String one : script(3, 4)) {
                statement.execute(one);
            }
        }

        assertThat(transfers()).isEqualTo(before + 1);
        assertThat(sums.hold(before, 0, 1)).isTrue();
        assertThat(sums.hold(before, 0, 2)).isFalse();
    }

    private static List<String> script(int sender, int recipient) {
        return Arrays.stream(ApiUsers.resource(Pgbench.SCRIPT)
                        .replaceAll("(?m)^(--|\\\\set).*$", "")
                        .replace(":sender", Integer.toString(sender))
                        .replace(":recipient", Integer.toString(recipient))
                        .replace(":client_id", "7")
                        .replace(":number", "1700000000000")
                        .split(";"))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    private static long transfers() throws SQLException {
        try (Connection connection = postgres.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from transfer")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Transfers transfers(EntityManager entities) {
        BusinessClock clock = new BusinessClock(entities);
        return new Transfers(entities, ledger(entities), new Tokenomics(entities, clock), clock);
    }

    private static Accounts accounts(EntityManager entities) {
        return new Accounts(
                entities,
                ledger(entities),
                new Wallets(entities),
                new MailOutbox(entities),
                new AuditLog(entities),
                new BusinessClock(entities));
    }

    private static Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities));
    }
}
