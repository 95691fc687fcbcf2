package network.peer.web.testing;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One HTTP request to a servlet without a container, and what it answered. A body may come in parts. */
public final class ServletCall {
    private final String method;
    private final @Nullable String path;
    private final Input body;
    private final Map<String, String> headers = new HashMap<>();
    private boolean lengthKnown = true;
    private @Nullable AsyncListener listener;
    private long longestMillis;
    private int completions;

    private int status = HttpServletResponse.SC_OK;
    private final Map<String, String> answered = new HashMap<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private ServletCall(String method, @Nullable String path, String body) {
        this.method = method;
        this.path = path;
        this.body = new Input(body.getBytes(StandardCharsets.UTF_8));
    }

    /** @param path below the servlet's own; null if there is none */
    public static ServletCall get(@Nullable String path) {
        return new ServletCall("GET", path, "");
    }

    public static ServletCall postJson(String body) {
        return new ServletCall("POST", null, body);
    }

    public ServletCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Only so many bytes of the body are there when the request is. */
    public ServletCall having(int bytes) {
        body.arrived = bytes;
        return this;
    }

    /** As one sends who does not know yet how long the body will be. */
    public ServletCall ofUnknownLength() {
        lengthKnown = false;
        headers.put("Transfer-Encoding", "chunked");
        return this;
    }

    /** Sends it, once. */
    public ServletCall to(HttpServlet servlet) {
        serve(servlet);
        body.tell();
        return this;
    }

    /** So many more bytes of the body come. */
    public ServletCall comes(int bytes) {
        body.arrived += bytes;
        body.tell();
        return this;
    }

    /** Whoever sends is gone. */
    public void breaks() {
        Objects.requireNonNull(body.listener).onError(new IOException("connection reset"));
    }

    /** How long the server leaves the request open at the most. */
    public long longestMillis() {
        return longestMillis;
    }

    /** How often the servlet said that it is done; never for a request that it answered at once. */
    public int completions() {
        return completions;
    }

    /** The longest time is over. */
    public ServletCall timesOut() {
        try {
            Objects.requireNonNull(listener).onTimeout(new AsyncEvent(async(), null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void serve(HttpServlet servlet) {
        try {
            servlet.service(
                    proxy(HttpServletRequest.class, (proxy, called, arguments) -> request(called.getName(), arguments)),
                    proxy(
                            HttpServletResponse.class,
                            (proxy, called, arguments) -> respond(called.getName(), arguments)));
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int status() {
        return status;
    }

    public @Nullable String answered(String header) {
        return answered.get(header);
    }

    public String text() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    private @Nullable Object request(String called, Object[] arguments) {
        return switch (called) {
            case "getMethod" -> method;
            case "getContentType" -> "application/json";
            case "getPathInfo" -> path;
            case "getContextPath" -> "";
            case "getRemoteAddr" -> "198.51.100.1";
            case "getInputStream" -> body;
            case "getContentLength" -> lengthKnown ? body.bytes.length : -1;
            case "getContentLengthLong" -> lengthKnown ? (long) body.bytes.length : -1L;
            case "startAsync" -> async();
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getHeaders" ->
                Collections.enumeration(
                        headers.containsKey((String) arguments[0])
                                ? List.of(Objects.requireNonNull(headers.get((String) arguments[0])))
                                : List.of());
            default -> throw new UnsupportedOperationException(called);
        };
    }

    private AsyncContext async() {
        return proxy(AsyncContext.class, (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "setTimeout" -> longestMillis = (Long) arguments[0];
                case "addListener" -> listener = (AsyncListener) arguments[0];
                case "start" -> ((Runnable) arguments[0]).run();
                case "complete" -> completions++;
                default -> throw new UnsupportedOperationException(called.getName());
            }
            return null;
        });
    }

    private @Nullable Object respond(String called, Object[] arguments) {
        switch (called) {
            case "setStatus", "sendError" -> status = (Integer) arguments[0];
            case "sendRedirect" -> status = HttpServletResponse.SC_FOUND;
            case "setHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
            case "setContentType" -> answered.put("Content-Type", (String) arguments[0]);
            case "getOutputStream" -> {
                return new Output(answer);
            }
            default -> throw new UnsupportedOperationException(called);
        }
        return null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ServletCall.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Reading what has not come would hold the thread, so it fails. */
    private static final class Input extends ServletInputStream {
        private final byte[] bytes;
        private int arrived;
        private int read;
        private @Nullable ReadListener listener;

        Input(byte[] bytes) {
            this.bytes = bytes;
            this.arrived = bytes.length;
        }

        @Override
        public int read() {
            if (isFinished()) {
                return -1;
            }
            if (!isReady()) {
                throw new IllegalStateException("waits for the body");
            }
            return bytes[read++];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (isFinished()) {
                return -1;
            }
            if (!isReady()) {
                throw new IllegalStateException("waits for the body");
            }
            int count = Math.min(length, available());
            System.arraycopy(bytes, read, into, offset, count);
            read += count;
            return count;
        }

        @Override
        public int available() {
            return arrived - read;
        }

        @Override
        public boolean isFinished() {
            return read == bytes.length;
        }

        @Override
        public boolean isReady() {
            return isFinished() || available() > 0;
        }

        @Override
        public void setReadListener(ReadListener given) {
            listener = given;
        }

        /** As a container does it: when there is something, and when there will be nothing more. */
        void tell() {
            if (listener == null) {
                return;
            }
            try {
                if (available() > 0) {
                    listener.onDataAvailable();
                }
                if (isFinished()) {
                    listener.onAllDataRead();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
