package network.peer.launcher.bench.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import network.peer.configuration.Setting;
import network.peer.launcher.Build;
import network.peer.launcher.LauncherException;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Polling;
import network.peer.launcher.Ports;
import network.peer.launcher.Progress;
import network.peer.launcher.ServerFiles;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
import network.peer.launcher.WildFly;
import network.peer.launcher.bench.Durability;

/**
 * Transfers, paid likes and reads through the API of WildFly by many clients at once, beside the same statements by
 * pgbench and the same read by a hand-written endpoint, in one run on one server.
 */
public final class ApiBenchmark {
    /** As the launcher's chain. It has nothing to do here: settlement is paused. */
    private static final int SLOT_MILLIS = 400;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final ApiSize size;
    private final Progress progress;

    public ApiBenchmark(ApiSize size, Progress progress) {
        this.size = size;
        this.progress = progress;
    }

    /** @return the result, one line of JSON */
    public String run() {
        Path program = Pgbench.find();
        Path folder = folder();
        int port = Ports.free();
        try (PeerStack stack = PeerStack.prepare(new StackOptions(
                Build.current(),
                folder,
                ServerKind.WILDFLY,
                port,
                null,
                null,
                SLOT_MILLIS,
                true,
                settings(port),
                progress))) {
            progress.say(Durability.of(stack.database()));
            ApiUsers.create(stack.database(), size.users());
            progress.say(size.users() + " users have tokens and a post each");
            stack.openSecondEndpoint();
            stack.startServer();
            stack.awaitReady();
            deployResource(stack);
            awaitWallets(stack);
            ApiRequests requests =
                    new ApiRequests(ApiTokens.sign(folder.resolve("home"), size.users(), TOKEN_LIFETIME), size);
            long checked = new ApiStatements(stack, requests, progress).requireSame();
            String result = measured(stack, requests, new Pgbench(program, stack.database(), size, folder), checked);
            ServerFiles.deleteTree(folder);
            return result;
        }
    }

    /** As in production, but that one client may be as many users as it likes. */
    private static Map<String, String> settings(int port) {
        String most = "1000000000";
        return Map.of(
                Setting.MODE.key(),
                "production",
                Setting.REWARDS_SCHEDULE.key(),
                "off",
                Setting.RATE_LIMIT_ADDRESS.key(),
                most,
                Setting.RATE_LIMIT_USER.key(),
                most,
                // For the hand-written endpoint, by the server's own MicroProfile JWT.
                "mp.jwt.verify.issuer",
                Setting.JWT_ISSUER.value(),
                "mp.jwt.verify.publickey.location",
                URI.create("http://127.0.0.1:" + port + "/.well-known/jwks.json")
                        .toString());
    }

    /** @param checked transfers that were made before */
    private String measured(PeerStack stack, ApiRequests requests, Pgbench pgbench, long checked) {
        ApiSums sums = new ApiSums(stack.database(), progress);
        Measured transfers = measured(stack, "transfers", requests.transfers());
        progress.say("pgbench: the statements of a transfer, " + size.warmUp() + " s and " + size.seconds() + " s");
        Pgbench.Result warm = pgbench.run(size.warmUp());
        CpuTime before = cpu(stack);
        Pgbench.Result limit = pgbench.run(size.seconds());
        progress.say(String.format(Locale.ROOT, "pgbench: %.0f a second", limit.perSecond()) + "; "
                + cpu(stack).since(before).each(Math.max(1, limit.processed())));
        Measured likes = measured(stack, "paid likes", requests.likes());
        Measured reads = measured(stack, "reads", requests.reads());
        Measured plain = measured(stack, "reads of the hand-written endpoint", requests.plainReads());
        boolean hold =
                sums.hold(checked + transfers.accepted(), likes.accepted(), warm.processed() + limit.processed());
        long errors =
                transfers.errors() + likes.errors() + reads.errors() + plain.errors() + warm.failed() + limit.failed();
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"api\",\"transfersPerSecond\":%.1f,\"ofDatabaseLimit\":%.2f,\"readsPerSecond\":%.1f,"
                        + "\"ofPlainJdbc\":%.2f,\"p50Millis\":%.1f,\"p99Millis\":%.1f,\"errors\":%d,\"sumsHold\":%b}",
                transfers.perSecond(),
                transfers.perSecond() / limit.perSecond(),
                reads.perSecond(),
                reads.perSecond() / plain.perSecond(),
                transfers.millis(0.5),
                transfers.millis(0.99),
                errors,
                hold);
    }

    private Measured measured(PeerStack stack, String what, LoadClient.Requests requests) {
        Load load = new Load(stack.url(), size);
        progress.say(what + ": " + size.clients() + " clients, " + size.warmUp() + " s and " + size.seconds() + " s");
        CpuTime before = cpu(stack);
        Measured measured = load.measure(requests);
        progress.say(what + ": " + measured + "; "
                + cpu(stack).since(before).each(Math.max(1, measured.accepted() + measured.errors())));
        return measured;
    }

    private static CpuTime cpu(PeerStack stack) {
        return CpuTime.now(stack.server().pid(), stack.postgres().orElseThrow().pid());
    }

    private void deployResource(PeerStack stack) {
        if (!(stack.server() instanceof WildFly wildfly)) {
            throw new IllegalStateException(
                    "this benchmark runs on WildFly, not on " + stack.server().name());
        }
        wildfly.deployBeside(Build.current().benchResource());
        progress.say("the hand-written endpoint is deployed beside the EAR");
    }

    /** New wallets get their addresses by and by, which is work of the server. */
    private void awaitWallets(PeerStack stack) {
        if (!Polling.until(PATIENCE, Duration.ofSeconds(1), () -> ApiUsers.allHaveAddresses(stack.database()))) {
            throw new LauncherException(
                    "Not all wallets have their address after " + PATIENCE.toMinutes() + " minutes.");
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Build.current().runs()), "bench-");
        } catch (IOException e) {
            throw new LauncherException("Cannot make a folder for this run: " + e.getMessage() + ".", e);
        }
    }
}
