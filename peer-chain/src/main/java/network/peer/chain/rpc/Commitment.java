package network.peer.chain.rpc;

import java.util.Locale;

/** How settled the state is that a node answers from; ordered from least to most. */
public enum Commitment {
    PROCESSED,
    CONFIRMED,
    FINALIZED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Commitment ofWire(String wire) {
        for (Commitment commitment : values()) {
            if (commitment.wire().equals(wire)) {
                return commitment;
            }
        }
        throw new MalformedAnswer("commitment '" + wire + "'");
    }
}
