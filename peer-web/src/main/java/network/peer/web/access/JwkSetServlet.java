package network.peer.web.access;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The public keys of access tokens, for other services that want to verify them; the next one is there beforehand. */
@WebServlet(name = "jwks", urlPatterns = "/.well-known/jwks.json", asyncSupported = true)
public class JwkSetServlet extends HttpServlet {
    @Inject
    @SuppressWarnings("NullAway.Init")
    private AccessTokens accessTokens;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/jwk-set+json");
        // Short, so that a key that was stolen and replaced is soon forgotten everywhere.
        response.setHeader("Cache-Control", "public, max-age=300");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(accessTokens.jwkSet().getBytes(StandardCharsets.UTF_8));
    }
}
