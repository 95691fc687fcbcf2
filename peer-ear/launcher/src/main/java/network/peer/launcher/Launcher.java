package network.peer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

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
        Progress progress = new Progress(System.err);
        try {
            new Launcher(Options.fromSystemProperties(), progress).run();
        } catch (LauncherException e) {
            progress.plain("ERROR: " + e.getMessage());
            // Not an exception: Maven would bury the sentence under a page of its own.
            System.exit(1);
        }
    }

    private void run() {
        Ports.requireFree(options.port());
        Path folder = folder();
        try (PeerStack stack = PeerStack.start(new StackOptions(
                Build.current(),
                folder,
                options.server(),
                options.port(),
                options.database(),
                options.rpcUrl(),
                SLOT_MILLIS,
                true,
                Map.of("peer.mode", "development"),
                progress))) {
            if (!options.exit()) {
                progress.plain("");
                progress.plain("  application  " + stack.url());
                progress.plain("  GraphQL      " + stack.url().resolve("graphql"));
                progress.plain("  health       " + stack.url().resolve("health"));
                progress.plain("  database     " + stack.database());
                progress.plain("  Solana RPC   " + stack.rpcUrl());
                progress.plain("  files        " + folder);
                progress.plain("");
                progress.plain("Ctrl-C stops everything.");
                stayUp(stack);
            }
        }
        if (options.data() == null) {
            ServerFiles.deleteTree(folder);
        }
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
