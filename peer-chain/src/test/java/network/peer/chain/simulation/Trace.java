package network.peer.chain.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what happens in a simulation, line by line, if anybody wants to know. */
final class Trace {
    static final Trace NONE = new Trace(null);

    private static final int LONGEST_LINE = 400;

    private final @Nullable Appendable out;

    private Trace(@Nullable Appendable out) {
        this.out = out;
    }

    static Trace to(Appendable out) {
        return new Trace(out);
    }

    void line(long millis, Supplier<String> text) {
        if (out == null) {
            return;
        }
        String line = text.get();
        try {
            out.append(String.format("%6d ms  ", millis))
                    .append(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
                    .append('\n');
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
