package network.peer.web.testing;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
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

/** One HTTP request to a servlet without a container, and what it answered. */
public final class ServletCall {
    private final String method;
    private final @Nullable String path;
    private final String body;
    private final Map<String, String> headers = new HashMap<>();

    private int status = HttpServletResponse.SC_OK;
    private final Map<String, String> answered = new HashMap<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private ServletCall(String method, @Nullable String path, String body) {
        this.method = method;
        this.path = path;
        this.body = body;
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

    /** Sends it, once. */
    public ServletCall to(HttpServlet servlet) {
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
        return this;
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
            case "getInputStream" -> new Input(body.getBytes(StandardCharsets.UTF_8));
            case "getHeader" -> headers.get((String) arguments[0]);
            case "getHeaders" ->
                Collections.enumeration(
                        headers.containsKey((String) arguments[0])
                                ? List.of(Objects.requireNonNull(headers.get((String) arguments[0])))
                                : List.of());
            default -> throw new UnsupportedOperationException(called);
        };
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

    private static final class Input extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Input(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
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
