package network.peer.architecture.planted.clock;

import java.time.Instant;

/** Planted: reads the real time. */
public final class Impatient {
    private Impatient() {}

    public static Instant time() {
        return Instant.now();
    }
}
