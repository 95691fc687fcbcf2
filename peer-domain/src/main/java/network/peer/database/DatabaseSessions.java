package network.peer.database;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many connections the server's pool of this process holds, and how often a session had to be opened anew. */
public final class DatabaseSessions {
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final LongAdder HEALED = new LongAdder();

    private DatabaseSessions() {}

    /** Connections that the pool holds, in use or not. */
    public static int open() {
        return OPEN.get();
    }

    /** Since the process began. */
    public static long healedSoFar() {
        return HEALED.sum();
    }

    static void opened() {
        OPEN.incrementAndGet();
    }

    static void closed() {
        OPEN.decrementAndGet();
    }

    static void healed() {
        HEALED.increment();
    }
}
