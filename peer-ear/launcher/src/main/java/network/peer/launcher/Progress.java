package network.peer.launcher;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Tells what is going on, one line each with the seconds since the start. Standard output stays free for results. */
public final class Progress {

    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Says nothing: for tests. */
    public static Progress silent() {
        return new Progress(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    public void say(String line) {
        out.println(String.format(Locale.ROOT, "[%3ds] %s", elapsed().toSeconds(), line));
        out.flush();
    }

    /** A line without the clock. */
    public void plain(String line) {
        out.println(line);
        out.flush();
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
