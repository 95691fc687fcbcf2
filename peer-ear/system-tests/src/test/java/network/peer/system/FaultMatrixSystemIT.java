package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.peer.launcher.PeerStack;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
import network.peer.system.LandedTransactions.Step;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fault list of docs/fault-matrix.md against the real server on the real local chain, by two endpoints of it: every
 * fault strikes while payouts, transfers and burns are settled, in an order and with figures that one seed decides, and in
 * some rounds the server is killed. {@code -Dfaults.seed=N} plays one seed, {@code -Dfaults.seeds=N} the first N,
 * {@code -Dfaults.only=REGEX} some of the faults, {@code -Dfaults.kills=N} another number of kills. The same server has netting switched on for what users spend.
 */
@EnabledIfSystemProperty(
        named = "peer.system.server",
        matches = CrashSystemIT.SERVER,
        disabledReason = "what settles is the same code on every server, and a start of Payara takes twice as long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultMatrixSystemIT {
    private static final long FIRST_SEED = Long.getLong("faults.seed", 1);
    private static final long SEEDS = Long.getLong("faults.seeds", 1);
    private static final int NETTED = 10;

    @TempDir
    private static Path folder = Path.of("");

    private static PeerStack stack;
    private static LocalnetControl chain;
    private static LocalnetControl judge;
    private static String endpoints;
    private static Payouts books;
    private static Traffic traffic;

    @BeforeAll
    static void start() {
        stack = PeerStack.prepare(StackOptions.local(folder, ServerKind.of(CrashSystemIT.SERVER))
                .withSlotMillis(50)
                .withSettings(Map.of(
                        "peer.settlement.lease-seconds", "2",
                        "peer.chain.rpc.timeout-millis", "3000",
                        "peer.settlement.netting.kinds", "SPEND",
                        "peer.settlement.netting.window", "PT1H",
                        "peer.settlement.netting.most-members", Integer.toString(NETTED))));
        URI control = stack.localnet().orElseThrow().controlUrl();
        chain = new LocalnetControl(control, stack.rpcUrl());
        endpoints = stack.rpcUrl() + "," + HostileChain.openSecond(chain);
        judge = new LocalnetControl(control, chain.openEndpoint("judge"));
        UnknownCommits.prepare(stack);
        books = new Payouts(stack, chain);
        traffic = new Traffic(books);
        startServer();
    }

    @AfterAll
    static void stop() {
        books.close();
        stack.close();
    }

    @Test
    @Order(1)
    @SuppressWarnings("SystemOut")
    void everybodyIsPaidOnceWhateverHappens() {
        LandedTransactions landed = new LandedTransactions(judge, books.mint());
        RecordedForEver recorded = new RecordedForEver(judge, books);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            List<String> story = new ArrayList<>();
            Random random = new Random(seed);
            HostileChain hostile = new HostileChain(chain, judge, books, traffic, random);
            try {
                new FaultRounds(stack, hostile, random, FaultMatrixSystemIT::startServer).play(story, () -> {
                    recorded.assertTrue();
                    checker().assertLandedOnce(landed.all());
                });
                checker().assertEndsMeet(landed.all(), judge, books.mint());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ", -Dfaults.seed=" + seed + " plays it again; " + e.getMessage() + "\n"
                                + String.join("\n", story),
                        e);
            } finally {
                System.out.println("seed " + seed + "\n" + String.join("\n", story));
            }
        }
    }

    @Test
    @Order(2)
    void smallSpendingIsOneMovementOnChain() {
        PaidComments comments = new PaidComments(stack, books);
        TokenAmount paid = TokenAmount.ofPeer(100);
        comments.fund(paid);
        books.awaitSettled();
        LandedTransactions landed = new LandedTransactions(judge, books.mint());
        int before = landed.all().size();
        String treasury = books.text("select coalesce(address, '') from wallet where role = 'TREASURY'");
        long treasuryBefore = judge.tokensOf(treasury, books.mint());
        long supplyBefore = judge.supplyBaseUnits(books.mint());

        long spent = 0;
        int spends = 0;
        while (spends < NETTED) {
            long price = comments.comment();
            spent += price;
            spends += price > 0 ? 1 : 0;
        }
        books.awaitSettled();

        List<Step> net = landed.all().get(before);
        assertThat(landed.all()).hasSize(before + 1);
        assertThat(net).extracting(Step::kind).containsExactlyInAnyOrder("MEMO", "TRANSFER", "BURN");
        assertThat(net).filteredOn(step -> step.memo().startsWith("P1 N ")).hasSize(1);
        assertThat(net.stream().mapToLong(Step::baseUnits).sum()).isEqualTo(spent);
        long burned = net.stream()
                .filter(step -> step.kind().equals("BURN"))
                .mapToLong(Step::baseUnits)
                .sum();
        assertThat(burned).isPositive();
        assertThat(judge.tokensOf(comments.wallet(), books.mint())).isEqualTo(paid.baseUnits() - spent);
        assertThat(judge.tokensOf(treasury, books.mint())).isEqualTo(treasuryBefore + spent - burned);
        assertThat(judge.supplyBaseUnits(books.mint())).isEqualTo(supplyBefore - burned);
    }

    private static void startServer() {
        stack.restartNode(stack.server(), Map.of("peer.chain.rpc.urls", endpoints));
        stack.awaitReady();
    }

    private static PaidOnce checker() {
        Map<String, String> addresses = addresses();
        return new PaidOnce(traffic.owed(), name -> addresses.getOrDefault(name, "no address of " + name));
    }

    /** Of wallets, by user or role. */
    private static Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>();
        for (String row : books.text(
                        "select string_agg(coalesce(user_id::text, role) || ' ' || address, ',') from wallet"
                                + " where address is not null")
                .split(",", -1)) {
            addresses.put(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1));
        }
        return addresses;
    }
}
