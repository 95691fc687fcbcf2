package network.peer.web.protection;

import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer tells a browser: guess no type, frame nothing, load nothing that this page does not need. */
final class SecurityHeaders {
    private static final String NOTHING =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String START_PAGE = NOTHING + "; style-src 'unsafe-inline'";
    private static final String GRAPHIQL = NOTHING
            + "; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
            + " connect-src 'self'";

    private SecurityHeaders() {}

    /** @param secure whether the client came by HTTPS */
    static Map<String, String> of(String path, boolean secure) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", policy(path));
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
        return headers;
    }

    private static String policy(String path) {
        if (path.startsWith(GraphiQLServlet.PATH)) {
            return GRAPHIQL;
        }
        return path.equals("/") || path.equals("/index.html") ? START_PAGE : NOTHING;
    }
}
