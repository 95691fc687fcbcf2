package network.peer.system;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import network.peer.launcher.PeerStack;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
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

    private static final String MINT_LANES = "select 1 from settlement_lane where work = 'mint' for no key update";

    @TempDir
    private static Path folder = Path.of("");

    private static PeerStack stack;
    private static LocalnetControl chain;
    private static Payouts payouts;

    @BeforeAll
    static void start() {
        stack = PeerStack.start(StackOptions.local(folder, ServerKind.of(SERVER))
                .withSlotMillis(50)
                .withSettings(Map.of("peer.settlement.lease-seconds", "2", "peer.chain.rpc.timeout-millis", "60000")));
        chain = new LocalnetControl(stack.localnet().orElseThrow().controlUrl(), stack.rpcUrl());
        payouts = new Payouts(stack, chain);
    }

    @AfterAll
    static void stop() {
        payouts.close();
        stack.close();
    }

    @Test
    void killedWhileClaiming() throws SQLException {
        try (Connection lock = payouts.locked(MINT_LANES)) {
            payouts.owe();
            payouts.awaitBlockedOn("settlement_lane");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void killedBetweenClaimAndSignature() {
        chain.hold("simulateTransaction", "before");
        payouts.owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.release();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedWhileStoringWhatItSigned() throws SQLException {
        chain.hold("simulateTransaction", "after");
        payouts.owe();
        chain.awaitHeld();
        try (Connection lock = payouts.locked(MINT_LANES)) {
            chain.release();
            payouts.awaitBlockedOn("settlement_lane");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void killedBetweenStoringAndSending() {
        chain.hold("sendTransaction", "before");
        payouts.owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.discard();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedAfterTheTransactionLandedAndBeforeItKnew() {
        chain.hold("sendTransaction", "after");
        payouts.owe();
        chain.awaitHeld();
        stack.server().kill();
        chain.release();

        restartAndAssertPaidOnce();
    }

    @Test
    void killedWhileRecordingWhatItSaw() throws SQLException {
        chain.hold("sendTransaction", "after");
        payouts.owe();
        chain.awaitHeld();
        try (Connection lock = payouts.locked("select 1 from settlement_attempt for update")) {
            chain.release();
            payouts.awaitBlockedOn("settlement_attempt");
            stack.server().kill();
            lock.rollback();
        }
        restartAndAssertPaidOnce();
    }

    @Test
    void postgresKilledWhileATransactionIsInFlight() {
        chain.hold("sendTransaction", "after");
        payouts.owe();
        chain.awaitHeld();
        stack.postgres().orElseThrow().kill();
        chain.release();
        stack.postgres().orElseThrow().start();
        payouts.reconnect();

        stack.awaitReady();
        payouts.assertPaidOnce();
    }

    private static void restartAndAssertPaidOnce() {
        stack.startServer();
        stack.awaitReady();
        payouts.assertPaidOnce();
    }
}
