package network.peer.web.protection;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A body that was not there when its request was. No thread waits for it, so that nobody holds one by sending a byte a second;
 * the request is dispatched again when all of it is there. Nothing else may be answered before that: to end a request whose
 * body is still to come, a server may read the rest of it with the thread that answered.
 */
public final class SlowBody implements ReadListener, AsyncListener {
    private static final String ATTRIBUTE = SlowBody.class.getName();

    private final AsyncContext request;
    private final ServletInputStream input;
    private final int most;
    private final Refusal late;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long received;
    private boolean ended;

    private SlowBody(AsyncContext request, ServletInputStream input, int most, Refusal late) {
        this.request = request;
        this.input = input;
        this.most = most;
        this.late = late;
    }

    /** Writes an answer, all of it. */
    public interface Refusal {
        void write() throws IOException;
    }

    /** Whether no more of the body is to come; without a length, whether there is none, as HTTP/1.1 tells. */
    public static boolean isThere(HttpServletRequest request) throws IOException {
        int length = request.getContentLength();
        return length < 0
                ? request.getHeader("Transfer-Encoding") == null
                : request.getInputStream().available() >= length;
    }

    /**
     * @param most bytes that are kept; what is beyond them is read all the same, so that its sender reads the refusal
     * @param late for a sender who takes longer than that
     */
    public static void await(HttpServletRequest request, int most, Duration patience, Refusal late) throws IOException {
        ServletInputStream input = request.getInputStream();
        AsyncContext waiting = request.startAsync();
        SlowBody body = new SlowBody(waiting, input, most, late);
        request.setAttribute(ATTRIBUTE, body);
        waiting.setTimeout(patience.toMillis());
        waiting.addListener(body);
        input.setReadListener(body);
    }

    /** Of a request that was dispatched again; null of any other. */
    public static @Nullable SlowBody of(HttpServletRequest request) {
        return (SlowBody) request.getAttribute(ATTRIBUTE);
    }

    /** @throws BusinessException TOO_LARGE */
    public synchronized byte[] bytes() {
        if (received > most) {
            throw new BusinessException(ErrorCode.TOO_LARGE, "A request has at most " + most + " bytes.");
        }
        return kept.toByteArray();
    }

    @Override
    public synchronized void onDataAvailable() throws IOException {
        byte[] part = new byte[8192];
        while (!ended && input.isReady()) {
            int count = input.read(part);
            if (count < 0) {
                return;
            }
            received += count;
            if (received <= most) {
                kept.write(part, 0, count);
            }
        }
    }

    @Override
    public synchronized void onAllDataRead() {
        if (!ended) {
            ended = true;
            request.dispatch();
        }
    }

    /** Neither dispatched nor completed, so that the server breaks the connection when the answer is written. */
    @Override
    public synchronized void onTimeout(AsyncEvent event) throws IOException {
        if (!ended) {
            ended = true;
            late.write();
        }
    }

    /** Nobody is left who could be answered. */
    @Override
    public synchronized void onError(Throwable broken) {
        if (!ended) {
            ended = true;
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
