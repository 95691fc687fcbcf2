package network.peer.launcher;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends what the launcher started should the launcher itself be killed. A small shell waits at the end of a pipe: while
 * the launcher lives it is told which processes to guard; when the pipe breaks it ends them.
 */
final class Watchdog implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            guarded=
            while read -r sign pid; do
              case $sign in
                +) guarded="$guarded $pid" ;;
                -) kept=; for p in $guarded; do [ "$p" = "$pid" ] || kept="$kept $p"; done; guarded=$kept ;;
              esac
            done
            [ -n "$guarded" ] || exit 0
            kill -TERM $guarded 2>/dev/null
            for i in 1 2 3 4 5 6 7 8 9 10; do
              sleep 1
              alive=; for p in $guarded; do kill -0 "$p" 2>/dev/null && alive="$alive $p"; done
              [ -n "$alive" ] || exit 0
            done
            kill -KILL $alive 2>/dev/null
            """;

    private final BufferedWriter pipe;

    Watchdog() {
        try {
            Process shell = new ProcessBuilder(List.of("sh", "-c", SCRIPT))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            pipe = new BufferedWriter(shell.outputWriter(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("no shell to guard the processes with", e);
        }
    }

    void guard(long pid) {
        tell("+ " + pid);
    }

    void release(long pid) {
        tell("- " + pid);
    }

    /** Ends the guard, and with it what is still guarded. */
    @Override
    public synchronized void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void tell(String line) {
        try {
            pipe.write(line);
            pipe.write('\n');
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog is gone", e);
        }
    }
}
