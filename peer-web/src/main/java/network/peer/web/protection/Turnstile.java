package network.peer.web.protection;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;

/**
 * Lets so many operations run at once, in the order in which they came. More than the processors can work on would only
 * be slower, each of them, and leave settlement no connection to the database.
 */
public final class Turnstile {
    private static final int FOR_EACH_PROCESSOR = 4;

    private static final AtomicInteger WAITING = new AtomicInteger();

    private final Semaphore places;
    private final Duration patience;

    /** @param patience how long an operation may wait for its place */
    Turnstile(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /** As the settings say now. */
    public static Turnstile configured() {
        int places = Setting.API_CONCURRENT_OPERATIONS.value().isBlank()
                ? FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors()
                : Math.toIntExact(Setting.API_CONCURRENT_OPERATIONS.positiveNumber());
        return new Turnstile(places, Setting.API_TIMEOUT_SECONDS.seconds());
    }

    /** How many operations of this node wait for their place now. */
    public static int waiting() {
        return WAITING.get();
    }

    /** @throws BusinessException TIMED_OUT if no place became free in time; nothing was run then */
    public <T> T pass(Supplier<T> operation) {
        enter();
        try {
            return operation.get();
        } finally {
            places.release();
        }
    }

    private void enter() {
        WAITING.incrementAndGet();
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CrowdedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusinessException(ErrorCode.TIMED_OUT, ErrorCode.TIMED_OUT.meaning(), e);
        } finally {
            WAITING.decrementAndGet();
        }
    }
}
