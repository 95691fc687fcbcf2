package network.peer.web.subscriptions;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A WebSocket session to which one message at a time is on its way, and few wait: the servers differ in what they bear. */
final class SocketTransport implements Transport {
    private static final Logger LOGGER = System.getLogger(SocketTransport.class.getName());
    private static final int MOST_WAITING = 64;
    private static final long SEND_TIMEOUT_MILLIS = 20_000;

    private final Session session;
    private final RemoteEndpoint.Async remote;
    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private @Nullable CloseReason last;

    SocketTransport(Session session) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        this.remote.setSendTimeout(SEND_TIMEOUT_MILLIS);
    }

    @Override
    public synchronized void send(String message) {
        if (last != null) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            waiting.clear();
            close(CloseCode.TOO_SLOW, CloseCode.TOO_SLOW.reason());
            return;
        }
        waiting.add(message);
        sendNext();
    }

    @Override
    public synchronized void close(CloseCode code, String reason) {
        if (last == null) {
            last = new CloseReason(CloseReason.CloseCodes.getCloseCode(code.number()), reason);
            sendNext();
        }
    }

    @Override
    public synchronized boolean isBusy() {
        return sending;
    }

    private void sendNext() {
        if (sending) {
            return;
        }
        String message = waiting.poll();
        if (message != null) {
            sending = true;
            try {
                remote.sendText(message, this::sent);
            } catch (RuntimeException closedMeanwhile) {
                gone(closedMeanwhile);
            }
        } else if (last != null) {
            end(last);
        }
    }

    private synchronized void sent(SendResult result) {
        sending = false;
        if (result.isOK()) {
            sendNext();
        } else {
            gone(result.getException());
        }
    }

    /** Its close event says so to everybody else. */
    private void gone(Throwable cause) {
        LOGGER.log(Level.DEBUG, "a message could not be sent", cause);
        sending = false;
        waiting.clear();
        end(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, ""));
    }

    private void end(CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException | IllegalStateException closedMeanwhile) {
            LOGGER.log(Level.DEBUG, "closed already", closedMeanwhile);
        }
    }
}
