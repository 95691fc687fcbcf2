package network.peer.web.protection;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Limits how many WebSockets an address opens. Both servers upgrade in a filter of their own that comes after those of the
 * application, and compare paths each in its own way, so every path is looked at.
 */
@WebFilter(filterName = "handshake", asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** Without it neither server takes a request for a handshake. */
    static final String KEY = "Sec-WebSocket-Key";

    private static final int TOO_MANY_REQUESTS = 429;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient RateLimits rateLimits;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader(KEY) == null) {
            chain.doFilter(request, response);
            return;
        }
        String address = rateLimits.address(request);
        try {
            rateLimits.admitOpening(address);
        } catch (RateLimitedException refusal) {
            response.setHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
            response.sendError(TOO_MANY_REQUESTS);
            return;
        }
        chain.doFilter(new Handshake(request, address), response);
    }
}
