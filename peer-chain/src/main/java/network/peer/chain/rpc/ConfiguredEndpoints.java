package network.peer.chain.rpc;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import network.peer.configuration.Setting;

/**
 * The nodes that {@code peer.chain.rpc.urls} names. FINALIZED needs two that say so, and one named twice would be two
 * voices: no two are the same, and outside development there are at least two, each at a host and port of its own.
 */
public final class ConfiguredEndpoints {
    private static final int FEWEST = 2;

    private ConfiguredEndpoints() {}

    /** @throws IllegalStateException if the settings name too few nodes, or one twice */
    public static List<RpcEndpoint> ofSettings() {
        return of(Setting.RPC_URLS.list(), Setting.MODE.value().equals("development"));
    }

    static List<RpcEndpoint> of(List<String> urls, boolean development) {
        List<RpcEndpoint> endpoints = urls.stream().map(RpcEndpoint::of).toList();
        requireDistinct(endpoints, development);
        if (!development && endpoints.size() < FEWEST) {
            throw new IllegalStateException(Setting.RPC_URLS.key() + " names fewer than two RPC endpoints: one"
                    + " alone may lie about what is final; name another host, or set peer.mode=development");
        }
        return endpoints;
    }

    private static void requireDistinct(List<RpcEndpoint> endpoints, boolean development) {
        Set<String> seen = new HashSet<>();
        for (RpcEndpoint endpoint : endpoints) {
            String node = node(endpoint.requestUri());
            if (!seen.add(development ? node + path(endpoint.requestUri()) : node)) {
                throw new IllegalStateException(Setting.RPC_URLS.key() + " names " + endpoint
                        + " twice: one node would have two voices in what is final"
                        + (development ? "" : "; in production each endpoint needs a host or port of its own"));
            }
        }
    }

    /** Whatever the scheme, the ordinary ports of a host are one node. */
    private static String node(URI uri) {
        boolean ordinary = uri.getPort() < 0 || uri.getPort() == 80 || uri.getPort() == 443;
        return uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "") + (ordinary ? "" : ":" + uri.getPort());
    }

    private static String path(URI uri) {
        String query = uri.getRawQuery();
        return uri.getRawPath().replaceFirst("/+$", "") + (query == null ? "" : "?" + query);
    }
}
