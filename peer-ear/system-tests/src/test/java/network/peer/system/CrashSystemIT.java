package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import network.peer.launcher.Database;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Polling;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.testing.TestDatabase.Role;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with SIGKILL while it stands in each of the five beats, and PostgreSQL once, and asks each time:
 * was everybody paid exactly once? The server is brought to stand exactly there by a request that the local chain
 * holds (beats 2 and 4), or by a row that the test has locked (beats 1, 3 and 5). The tests share one server, each with
 * payouts of a day of its own.
 */
@EnabledIfSystemProperty(
        named = "peer.system.server",
        matches = CrashSystemIT.SERVER,
        disabledReason = "what is killed is the same code on every server, and a start of Payara takes twice as long")
class CrashSystemIT {
    static final String SERVER = "wildfly";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TokenAmount PAY = TokenAmount.ofPeer(11);
    private static final int RECIPIENTS = 12;

    @TempDir
    private static Path folder = Path.of("");

    private static PeerStack stack;
    private static TestDatabase database;
    private static LocalnetControl chain;
    private static LocalDate day = LocalDate.parse("2026-01-01");
    private static final List<Holder> PAID = new ArrayList<>();

    @BeforeAll
    static void start() {
        stack = PeerStack.start(StackOptions.local(folder, ServerKind.of(SERVER))
                .withSlotMillis(50)
                .withSettings(Map.of("peer.settlement.lease-seconds", "2", "peer.chain.rpc.timeout-millis", "60000")));
        database = connect();
        chain = new LocalnetControl(stack.localnet().orElseThrow().controlUrl(), stack.rpcUrl());
    }

    @AfterAll
    static void stop() {
        database.close();
        stack.close();
    }

    @Test
    void killedWhileClaiming() throws SQLException {
        try (Connection lock = lockedRow("select 1 from settlement_lane where name = 'mint' for no key update")) {
            owe();
            awaitBlockedOn("settlement_lane");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void killedBetweenClaimAndSignature() {
        chain.hold("simulateTransaction", "before");
        owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.release();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedWhileStoringWhatItSigned() throws SQLException {
        chain.hold("simulateTransaction", "after");
        owe();
        chain.awaitHeld();
        try (Connection lock = lockedRow("select 1 from settlement_lane where name = 'mint' for no key update")) {
            chain.release();
            awaitBlockedOn("settlement_lane");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void killedBetweenStoringAndSending() {
        chain.hold("sendTransaction", "before");
        owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.discard();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedAfterTheTransactionLandedAndBeforeItKnew() {
        chain.hold("sendTransaction", "after");
        owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.release();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedWhileRecordingWhatItSaw() throws SQLException {
        chain.hold("sendTransaction", "after");
        owe();
        chain.awaitHeld();
        try (Connection lock = lockedRow("select 1 from settlement_attempt for update")) {
            chain.release();
            awaitBlockedOn("settlement_attempt");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void postgresKilledWhileATransactionIsInFlight() {
        chain.hold("sendTransaction", "after");
        owe();
        chain.awaitHeld();
        stack.postgres().orElseThrow().kill();
        chain.release();
        stack.postgres().orElseThrow().start();
        // The test's own pool does not outlive the crash; the server's has to.
        database.close();
        database = connect();

        stack.awaitReady();
        assertPaidOnce();
    }

    private static TestDatabase connect() {
        Database connection = stack.database();
        return TestDatabase.at(
                connection.url(),
                new Role(connection.user(), connection.password()),
                new Role(connection.ownerUser(), connection.ownerPassword()));
    }

    private static void owe() {
        day = day.plusDays(1);
        database.runInTransaction(em -> {
            Holder[] holders = new Holder[RECIPIENTS];
            for (int i = 0; i < RECIPIENTS; i++) {
                holders[i] = Holders.aHolder(em);
            }
            Holders.pay(em, day, PAY, holders);
            PAID.addAll(List.of(holders));
        });
    }

    private static void restartAndAssertPaidOnce() {
        stack.startServer();
        stack.awaitReady();
        assertPaidOnce();
    }

    /** Judged by the chain alone: the supply, and each wallet's tokens. */
    private static void assertPaidOnce() {
        await("every intent is settled", () -> count("settlement_intent where state <> 'SETTLED'") == 0);
        assertThat(chain.supplyBaseUnits(mint())).isEqualTo(PAID.size() * PAY.baseUnits());
        for (Holder holder : PAID) {
            assertThat(chain.tokensOf(address(holder), mint()))
                    .as("tokens of " + holder.userId())
                    .isEqualTo(PAY.baseUnits());
        }
        assertThat(count("ledger_transaction where kind = 'MINT'")).isEqualTo(PAID.size() / RECIPIENTS);
    }

    private static String mint() {
        return text("select mint_address from chain_identity");
    }

    private static String address(Holder holder) {
        return text("select coalesce(address, 'none yet') from wallet where user_id = '" + holder.userId() + "'");
    }

    private static Connection lockedRow(String sql) throws SQLException {
        Connection connection = database.ownerConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** Until a statement of the server waits for a lock on the table's rows. */
    private static void awaitBlockedOn(String table) {
        await(
                "a statement waits for a lock on " + table,
                () -> count("pg_stat_activity where wait_event_type = 'Lock' and query like '%" + table + "%'") > 0);
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Polling.until(PATIENCE, Duration.ofMillis(50), condition)) {
            throw new AssertionError("not within " + PATIENCE + ": " + what);
        }
    }

    private static long count(String from) {
        return Long.parseLong(text("select count(*) from " + from));
    }

    private static String text(String sql) {
        try (Connection connection = database.appConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
