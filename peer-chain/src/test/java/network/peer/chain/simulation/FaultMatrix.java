package network.peer.chain.simulation;

import java.util.ArrayList;
import java.util.List;

/** How often each fault met each beat: struck one of its calls, or was in effect while a worker made one. */
@SuppressWarnings("EnumOrdinal") // Counted at every call, and never kept.
final class FaultMatrix {
    private final long[][] struck = new long[Fault.values().length][Beat.values().length];
    private final long[][] inEffect = new long[Fault.values().length][Beat.values().length];

    void struck(Fault fault, Beat beat) {
        struck[fault.ordinal()][beat.ordinal()]++;
    }

    void inEffect(Fault fault, Beat beat) {
        inEffect[fault.ordinal()][beat.ordinal()]++;
    }

    synchronized void add(FaultMatrix other) {
        for (Fault fault : Fault.values()) {
            for (Beat beat : Beat.values()) {
                struck[fault.ordinal()][beat.ordinal()] += other.struck[fault.ordinal()][beat.ordinal()];
                inEffect[fault.ordinal()][beat.ordinal()] += other.inEffect[fault.ordinal()][beat.ordinal()];
            }
        }
    }

    /** The cells that nothing hit. */
    synchronized List<String> empty() {
        List<String> empty = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Beat beat : Beat.values()) {
                if (struck[fault.ordinal()][beat.ordinal()] + inEffect[fault.ordinal()][beat.ordinal()] == 0) {
                    empty.add(fault + " × " + beat);
                }
            }
        }
        return empty;
    }

    /** A table as Markdown writes it: calls struck / calls while in effect. */
    @Override
    public synchronized String toString() {
        StringBuilder table = new StringBuilder("| fault |");
        for (Beat beat : Beat.values()) {
            table.append(' ').append(beat).append(" |");
        }
        table.append("\n|---|").append("--:|".repeat(Beat.values().length)).append('\n');
        for (Fault fault : Fault.values()) {
            table.append("| ").append(fault).append(" |");
            for (Beat beat : Beat.values()) {
                table.append(' ')
                        .append(struck[fault.ordinal()][beat.ordinal()])
                        .append(" / ")
                        .append(inEffect[fault.ordinal()][beat.ordinal()])
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }
}
