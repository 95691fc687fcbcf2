package network.peer.web.protection;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import network.peer.configuration.Setting;

/**
 * Speaks to browsers: security headers on every answer, and CORS for the API. Another site's page can do nothing here anyway:
 * there are no cookies, and what no form can send, JSON, needs a preflight.
 */
@WebFilter(filterName = "browser", asyncSupported = true)
public class BrowserFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** Where a server may serve the files of GraphiQL by itself, in production too. */
    private static final String BARE_GRAPHIQL = "/graphql-ui";

    private transient Origins origins = Origins.configured();
    private boolean behindProxy;

    @Override
    public void init() {
        origins = Origins.configured();
        behindProxy = Setting.API_PROXIES.wholeNumber() > 0;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = RequestPath.of(request);
        SecurityHeaders.of(path, isSecure(request)).forEach(response::setHeader);
        if (path.equals("/graphql")) {
            response.setHeader("Vary", "Origin");
            boolean allowed = origins.allow(request.getHeader("Origin"));
            if (allowed) {
                response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
                response.setHeader("Access-Control-Expose-Headers", "Retry-After");
            }
            if (isPreflight(request) && !SlowBody.isAnnounced(request)) {
                preflight(response, allowed);
                return;
            }
        }
        if (path.startsWith(BARE_GRAPHIQL) && !SlowBody.isAnnounced(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        chain.doFilter(request, response);
    }

    private static void preflight(HttpServletResponse response, boolean allowed) {
        response.setStatus(allowed ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_FORBIDDEN);
        if (allowed) {
            response.setHeader("Access-Control-Allow-Methods", "POST");
            response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
            response.setHeader("Access-Control-Max-Age", "600");
        }
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private boolean isSecure(HttpServletRequest request) {
        return request.isSecure() || (behindProxy && "https".equals(request.getHeader("X-Forwarded-Proto")));
    }
}
