package network.peer.chain.telemetry;

import java.util.Collection;
import network.peer.settlement.NewAttempt;

/** Watches one claim of a lane through the beats; used by one thread. A batch that claims nothing is no batch. */
public interface BatchWatch extends AutoCloseable {
    BatchWatch NONE = new BatchWatch() {};

    /** The beat begins; the one before it has ended. */
    default void begin(Beat beat) {}

    default void claimed(int intents) {}

    /** These are stored, so they are sent next. */
    default void stored(Collection<NewAttempt> attempts) {}

    /** Nothing is signed this time, or what is signed may not be sent. */
    default void failed(String cause) {}

    /** The last beat has ended. */
    @Override
    default void close() {}
}
