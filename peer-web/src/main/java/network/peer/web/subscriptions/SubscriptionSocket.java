package network.peer.web.subscriptions;

import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import network.peer.web.protection.Handshake;
import org.jspecify.annotations.Nullable;

/** The endpoint of subscriptions; no thread of the server is kept, whatever a message asks for. */
@ServerEndpoint(value = "/graphql", subprotocols = SubscriptionSocket.PROTOCOL)
public class SubscriptionSocket {
    static final String PROTOCOL = "graphql-transport-ws";

    private static final Logger LOGGER = System.getLogger(SubscriptionSocket.class.getName());
    private static final int MESSAGE_BYTES = 64 * 1024;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Subscriptions subscriptions;

    private Subscriptions.@Nullable Line line;

    @OnOpen
    public void open(Session session) {
        session.setMaxTextMessageBufferSize(MESSAGE_BYTES);
        SocketTransport transport = new SocketTransport(session);
        if (PROTOCOL.equals(session.getNegotiatedSubprotocol())) {
            line = subscriptions.open(transport, Handshake.address(session));
        } else {
            transport.close(CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE, CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE.reason());
        }
    }

    @OnMessage(maxMessageSize = MESSAGE_BYTES)
    public void message(String text) {
        if (line != null) {
            line.received(text);
        }
    }

    @OnClose
    public void close() {
        if (line != null) {
            line.ended();
        }
    }

    /** A client that is gone, mostly; it is closed next. */
    @OnError
    public void error(Throwable failure) {
        LOGGER.log(Level.DEBUG, "a connection failed", failure);
    }
}
