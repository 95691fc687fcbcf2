package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import network.peer.launcher.AppServer;
import network.peer.launcher.PeerStack;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two servers share one outbox; whichever holds the lanes is killed in mid-flight, and the other one goes on. */
@EnabledIfSystemProperty(
        named = "peer.system.server",
        matches = CrashSystemIT.SERVER,
        disabledReason =
                "the outbox is the same code on every server, and two starts of Payara take four times as long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesSystemIT {
    private static final String BATCH_SCHEMA = "peer_batch_second";

    @TempDir
    private static Path folder = Path.of("");

    private static PeerStack stack;
    private static AppServer second;
    private static LocalnetControl chain;
    private static Payouts payouts;

    @BeforeAll
    static void start() {
        stack = PeerStack.start(StackOptions.local(folder.resolve("first"), ServerKind.of(CrashSystemIT.SERVER))
                .withSlotMillis(50)
                .withSettings(Map.of(
                        "peer.node.id",
                        "first",
                        "peer.rewards.schedule",
                        "on",
                        "peer.settlement.lease-seconds",
                        "2",
                        "peer.chain.rpc.timeout-millis",
                        "60000")));
        chain = new LocalnetControl(stack.localnet().orElseThrow().controlUrl(), stack.rpcUrl());
        payouts = new Payouts(stack, chain);
        payouts.asOwner("create schema " + BATCH_SCHEMA);
        payouts.asOwner("grant usage, create on schema " + BATCH_SCHEMA + " to \""
                + stack.database().user() + "\"");
        second = stack.startNode(
                folder.resolve("second"),
                Map.of("peer.node.id", "second", "peer.batch.schema", BATCH_SCHEMA, "peer.rewards.schedule", "on"));
        stack.awaitReady(second);
    }

    @AfterAll
    static void stop() {
        payouts.close();
        second.close();
        stack.close();
    }

    /** The timers of both nodes fire at the same seconds. */
    @Test
    @Order(1)
    void theScheduleStartsEachDayOnce() {
        payouts.asOwner("insert into reward_day (day) values ((now() at time zone 'UTC')::date - 3)");

        payouts.await(
                "two days are completed by themselves",
                () -> payouts.count("reward_day where state = 'COMPLETED'") >= 2);

        assertThat(payouts.count("(select 1 from job_run where job_name = 'daily-rewards'"
                        + " group by business_key having count(*) > 1) repeated"))
                .isZero();
        assertThat(payouts.count(
                        "job_run where job_name = 'daily-rewards' and state = 'COMPLETED'" + " and started_by is null"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    @Order(2)
    void theOtherNodeTakesOverEveryLaneOfAKilledOne() {
        chain.hold("simulateTransaction", "before");
        payouts.owe();
        chain.awaitHeld();
        AppServer killed = holder();
        killed.kill();
        chain.release();

        payouts.assertPaidOnce();
        assertNoLaneIsIdle(killed == second ? "first" : "second");

        chain.hold("sendTransaction", "after");
        payouts.owe();
        chain.awaitHeld();
        restart(killed);
        AppServer survivor = killed == second ? stack.server() : second;
        survivor.kill();
        chain.release();

        payouts.assertPaidOnce();
        assertNoLaneIsIdle(killed == second ? "second" : "first");
        restart(survivor);
        payouts.owe();
        payouts.assertPaidOnce();
    }

    /** The server of the node that holds the lane with claimed intents. */
    private static AppServer holder() {
        String owner = payouts.text("select l.owner from settlement_lane l join settlement_intent i"
                + " on i.claim_lane = l.name where i.state = 'CLAIMED' limit 1");
        return owner.startsWith("second/") ? second : stack.server();
    }

    private static void assertNoLaneIsIdle(String node) {
        payouts.await(
                "every lane has a live owner",
                () -> payouts.count("settlement_lane where owner not like '" + node
                                + "/%' or owner is null or lease_until < clock_timestamp()")
                        == 0);
        assertThat(payouts.count("settlement_lane")).isEqualTo(8);
    }

    private static void restart(AppServer server) {
        if (server == second) {
            stack.restartNode(second, Map.of("peer.node.id", "second", "peer.batch.schema", BATCH_SCHEMA));
        } else {
            stack.startServer();
        }
        stack.awaitReady(server);
    }
}
