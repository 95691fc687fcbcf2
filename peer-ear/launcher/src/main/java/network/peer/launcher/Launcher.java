package network.peer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import network.peer.chain.rpc.RpcException;
import network.peer.configuration.Setting;
import network.peer.launcher.demo.DayResult;
import network.peer.launcher.demo.DemoDay;
import network.peer.launcher.demo.GraphQLFailure;

/** {@code mvn -Prun}: everything on this machine, until Ctrl-C. */
public final class Launcher {

    private static final int SLOT_MILLIS = 400;

    private final Options options;
    private final Progress progress;

    private Launcher(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        registerDriver();
        Progress progress = new Progress(System.err);
        try {
            new Launcher(Options.of(System.getProperties()), progress).run();
        } catch (LauncherException | GraphQLFailure | RpcException e) {
            progress.plain("ERROR: " + e.getMessage());
            // Not an exception: Maven would bury the sentence under a page of its own.
            System.exit(1);
        }
        // Maven and its hooks would write colour codes after the result; everything is stopped already.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Inside Maven another class loader may have asked for the drivers first; nobody looks for them twice. */
    private static void registerDriver() {
        try {
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        if (options.exit() && !options.demo()) {
            throw new LauncherException(
                    "-Dexit ends after the day, and -Ddemo=none plays none: leave one of them out.");
        }
        if (options.demo() && options.rpcUrl() != null && !ChainSetup.isLocal(options.rpcUrl())) {
            throw new LauncherException("The demo refuses " + options.rpcUrl()
                    + ": it creates money, so it plays on a local chain only (use -Ddemo=none).");
        }
        Ports.requireFree(options.port());
        Path folder = folder();
        try (PeerStack stack = PeerStack.prepare(new StackOptions(
                Build.current(),
                folder,
                options.server(),
                options.port(),
                options.database(),
                options.rpcUrl(),
                SLOT_MILLIS,
                true,
                Map.of(Setting.MODE.key(), "development", Setting.DAY_GRACE_SECONDS.key(), "1"),
                progress))) {
            boolean play = options.demo() && mayPlay(stack);
            stack.startServer();
            stack.awaitReady();
            DemoDay demo = new DemoDay(stack, progress);
            DayResult result = play ? demo.play() : null;
            if (result != null) {
                report(result);
            }
            if (!options.exit()) {
                tell(stack, folder);
                if (options.demo()) {
                    demo.tellCredentials();
                }
                progress.plain("");
                progress.plain("Ctrl-C stops everything.");
                stayUp(stack);
            }
            if (result != null) {
                // A line of its own, whatever Maven has written before.
                System.out.println();
                System.out.println(result.json());
            }
        }
        if (options.data() == null) {
            ServerFiles.deleteTree(folder);
        }
    }

    /** A folder of one's own may hold an earlier run; a database of one's own must not. */
    private boolean mayPlay(PeerStack stack) {
        if (DemoDay.isEmpty(stack.database())) {
            return true;
        }
        if (options.exit() || options.data() == null || options.database() != null) {
            throw new LauncherException("The demo refuses " + stack.database()
                    + ": the database is not empty (use another, or -Ddemo=none).");
        }
        progress.say("the kept database is not empty: no day is played");
        return false;
    }

    private void report(DayResult result) {
        if (!result.problems().isEmpty()) {
            throw new LauncherException("The day does not hold: " + String.join(", ", result.problems()) + ".");
        }
        progress.say("the day holds: " + result.json());
    }

    private void tell(PeerStack stack, Path folder) {
        progress.plain("");
        progress.plain("  GraphQL      " + stack.url().resolve("graphql"));
        progress.plain("  health       " + stack.url().resolve("health/ready"));
        progress.plain("  database     " + stack.database());
        progress.plain("  Solana RPC   " + stack.rpcUrl());
        progress.plain("  files        " + folder);
    }

    private static void stayUp(PeerStack stack) {
        Polling.until(Duration.ofDays(3650), Duration.ofSeconds(1), () -> !stack.server()
                .isAlive());
        throw new LauncherException(
                stack.server().name() + " has ended; see " + stack.server().log() + ".");
    }

    private Path folder() {
        try {
            if (options.data() != null) {
                return Files.createDirectories(options.data());
            }
            Path runs = Files.createDirectories(Build.current().runs());
            return Files.createTempDirectory(runs, "run-");
        } catch (IOException e) {
            throw new LauncherException("Cannot make a folder for this run: " + e.getMessage() + ".", e);
        }
    }
}
