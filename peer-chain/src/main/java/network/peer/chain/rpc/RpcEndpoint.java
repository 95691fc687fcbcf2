package network.peer.chain.rpc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a node answers. The URL may carry credentials (user info, or a key in path or query), so all that is ever shown
 * of it is scheme, host and port.
 */
public final class RpcEndpoint {
    private final URI requestUri;
    private final @Nullable String authorization;
    private final String shown;

    private RpcEndpoint(URI requestUri, @Nullable String authorization, String shown) {
        this.requestUri = requestUri;
        this.authorization = authorization;
        this.shown = shown;
    }

    /** @throws IllegalArgumentException if it is no http or https URL; the message does not repeat it */
    public static RpcEndpoint of(String url) {
        URI uri = parse(url);
        String host = uri.getHost();
        String scheme = uri.getScheme();
        if (host == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("the RPC URL is no http or https URL with a host");
        }
        String shown = scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String userInfo = uri.getUserInfo();
        String authorization = userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        return new RpcEndpoint(parse(shown + path + query), authorization, shown);
    }

    URI requestUri() {
        return requestUri;
    }

    @Nullable
    String authorization() {
        return authorization;
    }

    /** Scheme, host and port: safe to log. */
    @Override
    public String toString() {
        return shown;
    }

    /** The exception that says what is wrong with a URL repeats the URL, so it is no cause here. */
    private static URI parse(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the RPC URL is malformed at position " + e.getIndex());
        }
    }
}
