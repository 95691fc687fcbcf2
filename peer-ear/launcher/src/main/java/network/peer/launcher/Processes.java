package network.peer.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Child processes that do not outlive this one, however it ends. */
final class Processes {

    private static final File NOTHING = new File("/dev/null");
    private static final Watchdog WATCHDOG = new Watchdog();

    private Processes() {}

    /** Starts a program whose output goes to a file, with these variables added to this process's environment. */
    static Process start(ProcessBuilder builder, Map<String, String> environment, Path log) {
        builder.environment().putAll(environment);
        builder.redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(builder);
    }

    static Process start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            WATCHDOG.guard(process.pid());
            return process;
        } catch (IOException e) {
            throw new LauncherException("Cannot start " + builder.command().get(0) + ": " + e.getMessage() + ".", e);
        }
    }

    static void guard(long pid) {
        WATCHDOG.guard(pid);
    }

    /** SIGTERM, then SIGKILL for what has not ended in time. */
    static void stop(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!ended(process, patience)) {
            process.destroyForcibly();
            ended(process, patience);
        }
        WATCHDOG.release(process.pid());
    }

    /** SIGKILL, and waits until the process is gone. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        if (!ended(process, Duration.ofSeconds(30))) {
            throw new IllegalStateException("process " + process.pid() + " survives SIGKILL");
        }
        WATCHDOG.release(process.pid());
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
