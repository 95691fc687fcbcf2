package network.peer.web.protection;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A body that was not there when its request was. No thread waits for it, so that nobody holds one by sending a byte a second;
 * the request is answered when all of it is there. Nothing is answered before that: to end a request whose body is still to
 * come, a server may read the rest of it with the thread that answered. The request is not dispatched again: Payara 6 loses the
 * dispatch of a body that is complete just when the first thread leaves.
 */
public final class SlowBody implements ReadListener, AsyncListener {
    private static final System.Logger LOG = System.getLogger(SlowBody.class.getName());

    private final AsyncContext request;
    private final ServletInputStream input;
    private final long length;
    private final int most;
    private final Answers answers;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable Future<?> lateness;
    private long received;
    private boolean ended;

    private SlowBody(AsyncContext request, ServletInputStream input, long length, int most, Answers answers) {
        this.request = request;
        this.input = input;
        this.length = length;
        this.most = most;
        this.answers = answers;
    }

    /** One of these is called, once; it writes an answer, all of it. */
    public interface Answers {
        /** On a thread that may take its time. */
        void whole(SlowBody body) throws IOException;

        /** To a sender who took too long. */
        void late() throws IOException;
    }

    /** Whether the request has one, as HTTP/1.1 tells. */
    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Whether no more of it is to come; of one without a length that is not known. */
    public static boolean isThere(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        return !isAnnounced(request) || (length >= 0 && request.getInputStream().available() >= length);
    }

    /**
     * @param most bytes that are kept; what is beyond them is read all the same, so that its sender reads the refusal
     * @param patience with the sender
     * @param answering how long the answer may take at the most
     */
    public static void await(
            HttpServletRequest request,
            int most,
            Duration patience,
            Duration answering,
            ScheduledExecutorService timer,
            Answers answers)
            throws IOException {
        ServletInputStream input = request.getInputStream();
        AsyncContext waiting = request.startAsync();
        SlowBody body = new SlowBody(waiting, input, request.getContentLengthLong(), most, answers);
        waiting.setTimeout(patience.plus(answering).toMillis());
        waiting.addListener(body);
        body.isLateAfter(patience, timer);
        input.setReadListener(body);
    }

    /** @throws BusinessException TOO_LARGE */
    public synchronized byte[] bytes() {
        if (received > most) {
            throw new BusinessException(ErrorCode.TOO_LARGE, "A request has at most " + most + " bytes.");
        }
        return kept.toByteArray();
    }

    /** Of a body whose length is known the end is not asked for: Payara 6 would begin to read the next request. */
    @Override
    public void onDataAvailable() throws IOException {
        if (readsToItsEnd()) {
            onAllDataRead();
        }
    }

    private synchronized boolean readsToItsEnd() throws IOException {
        byte[] part = new byte[8192];
        while (!ended && received != length && input.isReady()) {
            int count = input.read(part);
            if (count < 0) {
                return false;
            }
            received += count;
            if (received <= most) {
                kept.write(part, 0, count);
            }
        }
        return received == length;
    }

    @Override
    public void onAllDataRead() {
        if (end()) {
            request.start(this::answer);
        }
    }

    private void answer() {
        try {
            answers.whole(this);
        } catch (IOException broken) {
            LOG.log(Level.DEBUG, "who asked is gone", broken);
        } finally {
            request.complete();
        }
    }

    private synchronized void isLateAfter(Duration patience, ScheduledExecutorService timer) {
        lateness = timer.schedule(this::late, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The request is not completed, so that no thread reads the rest; the server breaks the connection in the end. */
    private void late() {
        if (end()) {
            forget();
            try {
                answers.late();
            } catch (IOException broken) {
                LOG.log(Level.DEBUG, "who was late is gone", broken);
            }
        }
    }

    private synchronized void forget() {
        kept = new ByteArrayOutputStream(0);
    }

    /** Whether nothing else ended it before. */
    private synchronized boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (lateness != null) {
            lateness.cancel(false);
        }
        return true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        late();
    }

    /** Nobody is left who could be answered. */
    @Override
    public void onError(Throwable broken) {
        if (end()) {
            request.complete();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        // What failed is told to the reader as well.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It is started once.
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // Nothing is held.
    }
}
