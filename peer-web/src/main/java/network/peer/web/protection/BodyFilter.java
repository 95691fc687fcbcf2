package network.peer.web.protection;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import network.peer.configuration.Setting;

/** Only the API takes bodies, and waits for them itself; a body that comes to another address is refused, whole or late. */
@WebFilter(filterName = "body", asyncSupported = true)
public class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    private transient Duration patience = Setting.API_BODY_SECONDS.seconds();

    @Resource
    @SuppressWarnings("NullAway.Init")
    private transient ManagedScheduledExecutorService timer;

    @Override
    public void init() {
        patience = Setting.API_BODY_SECONDS.seconds();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isTakenByTheApi(request) || !SlowBody.isAnnounced(request)) {
            chain.doFilter(request, response);
            return;
        }
        Refusals refusals = new Refusals(response);
        if (SlowBody.isThere(request)) {
            refusals.whole();
        } else {
            SlowBody.await(request, 0, patience, patience, timer, refusals);
        }
    }

    /** A preflight and a handshake are answered before the API sees them. */
    private static boolean isTakenByTheApi(HttpServletRequest request) {
        return RequestPath.of(request).equals("/graphql")
                && !request.getMethod().equals("OPTIONS")
                && request.getHeader(HandshakeFilter.KEY) == null;
    }

    private record Refusals(HttpServletResponse response) implements SlowBody.Answers {
        @Override
        public void whole(SlowBody body) throws IOException {
            whole();
        }

        void whole() throws IOException {
            refuse(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "Only POST /graphql takes a body.");
        }

        @Override
        public void late() throws IOException {
            response.setHeader("Connection", "close");
            refuse(HttpServletResponse.SC_REQUEST_TIMEOUT, "The body did not come in time.");
        }

        private void refuse(int status, String message) throws IOException {
            response.setStatus(status);
            response.setContentType("text/plain;charset=UTF-8");
            response.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }
}
