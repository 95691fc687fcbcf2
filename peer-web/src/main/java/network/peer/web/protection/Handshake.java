package network.peer.web.protection;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.websocket.Session;
import java.security.Principal;

/**
 * The request that opens a WebSocket. The socket knows nothing of the request but a few things, of which the principal is
 * one: it carries the address.
 */
public final class Handshake extends HttpServletRequestWrapper {
    private final Client client;

    Handshake(HttpServletRequest request, String address) {
        super(request);
        this.client = new Client(address);
    }

    @Override
    public Principal getUserPrincipal() {
        return client;
    }

    /** Whom this socket is counted for; sockets of which that is not known are all counted together. */
    public static String address(Session session) {
        return session.getUserPrincipal() instanceof Client client ? client.address() : "unknown";
    }

    /** Nobody yet: who it is, the first message says. */
    private record Client(String address) implements Principal {
        @Override
        public String getName() {
            return address;
        }
    }
}
