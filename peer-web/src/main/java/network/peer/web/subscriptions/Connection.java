package network.peer.web.subscriptions;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.web.subscriptions.Requests.Entry;
import network.peer.web.subscriptions.Requests.Look;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: the protocol {@code graphql-transport-ws} as a state machine. Messages and looks come one after
 * the other; time, closing, and what others look at may come from any thread.
 */
final class Connection {
    private final Transport transport;
    private final Requests requests;
    private final SubscriptionLimits limits;
    private final Clock clock;
    private final BiPredicate<Connection, Entry> admission;
    private final BooleanSupplier allowance;
    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Instant openedAt;
    private volatile Instant heardAt;
    private volatile @Nullable Instant pingedAt;
    private volatile @Nullable Entry entry;
    private String token = "";
    private volatile boolean closed;

    /**
     * @param admission whether one more connection of the user is admitted
     * @param allowance whether one more message may come now
     */
    Connection(
            Transport transport,
            Requests requests,
            SubscriptionLimits limits,
            Clock clock,
            BiPredicate<Connection, Entry> admission,
            BooleanSupplier allowance) {
        this.transport = transport;
        this.requests = requests;
        this.limits = limits;
        this.clock = clock;
        this.admission = admission;
        this.allowance = allowance;
        this.openedAt = clock.instant();
        this.heardAt = openedAt;
    }

    /** Null until the connection is acknowledged. */
    @Nullable
    Entry entry() {
        return entry;
    }

    /** None once it is closed. */
    Collection<Subscriber> subscribers() {
        return subscribers.values();
    }

    boolean isBusy() {
        return transport.isBusy();
    }

    /** What was not foreseen closes the connection. */
    void received(String text) {
        if (closed) {
            return;
        }
        if (!allowance.getAsBoolean()) {
            close(CloseCode.TOO_MANY_REQUESTS, CloseCode.TOO_MANY_MESSAGES);
            return;
        }
        heardAt = clock.instant();
        Message message = Message.parse(text).orElse(null);
        if (message == null || message.hasBadPayload()) {
            close(CloseCode.BAD_REQUEST);
            return;
        }
        switch (message.type()) {
            case "connection_init" -> initialise(message);
            case "ping" -> transport.send(Message.PONG);
            case "pong" -> pingedAt = null;
            case "subscribe" -> subscribe(message);
            case "complete" -> complete(message);
            default -> close(CloseCode.BAD_REQUEST);
        }
    }

    private void initialise(Message message) {
        if (entry != null) {
            close(CloseCode.TOO_MANY_REQUESTS);
            return;
        }
        String given = accessToken(message.payload());
        if (given == null) {
            close(CloseCode.FORBIDDEN, "connection_init needs payload.accessToken");
            return;
        }
        Entry accepted;
        try {
            accepted = requests.enter(given);
        } catch (BusinessException refusal) {
            close(CloseCode.FORBIDDEN, refusal.code().name());
            return;
        }
        token = given;
        entry = accepted;
        if (admission.test(this, accepted)) {
            transport.send(Message.ACKNOWLEDGED);
        } else {
            close(CloseCode.TOO_MANY_REQUESTS, "Too many connections");
        }
    }

    /** {@code accessToken}, or {@code Authorization} as in a header. */
    private static @Nullable String accessToken(@Nullable JsonObject payload) {
        if (payload == null) {
            return null;
        }
        if (payload.get("accessToken") instanceof JsonString token) {
            return token.getString();
        }
        return payload.get("Authorization") instanceof JsonString header
                        && header.getString().regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.getString().substring(7).strip()
                : null;
    }

    private void subscribe(Message message) {
        if (entry == null) {
            close(CloseCode.UNAUTHORIZED);
            return;
        }
        String id = message.id();
        JsonObject payload = message.payload();
        if (id == null || payload == null) {
            close(CloseCode.BAD_REQUEST);
        } else if (subscribers.containsKey(id)) {
            close(CloseCode.SUBSCRIBER_EXISTS);
        } else if (subscribers.size() >= limits.perConnection()) {
            transport.send(Message.error(
                    id,
                    requests.errors(new BusinessException(
                            ErrorCode.TOO_MANY_SUBSCRIPTIONS, ErrorCode.TOO_MANY_SUBSCRIPTIONS.meaning()))));
        } else {
            Subscriber subscriber = new Subscriber(id, payload);
            subscribers.put(id, subscriber);
            look(subscriber);
        }
    }

    /** Of one that is not there it says that both sides completed it at the same time. */
    private void complete(Message message) {
        String id = message.id();
        if (id == null) {
            close(CloseCode.BAD_REQUEST);
        } else {
            subscribers.remove(id);
        }
    }

    /** Something may be new for this subscriber; if it cannot be told now, it is told at a later look. */
    void look(Subscriber subscriber) {
        if (closed || subscribers.get(subscriber.id()) != subscriber || subscriber.rests(clock.instant())) {
            return;
        }
        Watched<?> before = subscriber.watched();
        Look look = requests.look(token, subscriber.payload(), before == null ? null : before.version());
        JsonObject event = look.result().event();
        Refusal refusal = Refusal.of(look.result());
        if (refusal != null && refusal.isPassing() && before != null) {
            subscriber.failed(clock.instant(), refusal.retryAfter());
        } else if (refusal != null && event == null) {
            refuse(subscriber, refusal);
        } else {
            subscriber.knows(look.watched());
            if (event != null) {
                transport.send(Message.next(subscriber.id(), event));
            }
        }
    }

    /** Who is nobody any more is to come back with another token; anything else ends the subscription alone. */
    private void refuse(Subscriber subscriber, Refusal refusal) {
        if (refusal.code().equals(ErrorCode.UNAUTHENTICATED.name())) {
            close(CloseCode.FORBIDDEN, refusal.code());
        } else {
            subscribers.remove(subscriber.id());
            transport.send(Message.error(subscriber.id(), refusal.errors()));
        }
    }

    /** Closes what ran out of time: for the initialisation, of the token, of being silent. */
    void timePassed() {
        Instant now = clock.instant();
        Entry known = entry;
        Instant asked = pingedAt;
        if (closed) {
            return;
        }
        if (known == null) {
            if (openedAt.plus(SubscriptionLimits.INITIALISATION).isBefore(now)) {
                close(CloseCode.INITIALISATION_TIMEOUT);
            }
        } else if (known.expiresAt() != null && !known.expiresAt().isAfter(now)) {
            close(CloseCode.FORBIDDEN, "The access token has expired");
        } else if (heardAt.plus(SubscriptionLimits.GIVEN_UP).isBefore(now)) {
            close(CloseCode.TERMINATED);
        } else if (heardAt.plus(SubscriptionLimits.SILENCE).isBefore(now)
                && (asked == null || asked.plus(SubscriptionLimits.SILENCE).isBefore(now))) {
            pingedAt = now;
            transport.send(Message.PING);
        }
    }

    void close(CloseCode code) {
        close(code, code.reason());
    }

    void close(CloseCode code, String reason) {
        if (!closed) {
            ended();
            transport.close(code, reason);
        }
    }

    /** The client has gone, or is sent away. */
    void ended() {
        closed = true;
        subscribers.clear();
    }
}
