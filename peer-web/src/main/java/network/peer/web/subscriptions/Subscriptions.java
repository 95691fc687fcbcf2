package network.peer.web.subscriptions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import network.peer.identity.StandingCredentials;
import network.peer.web.protection.RateLimits;
import network.peer.web.subscriptions.Requests.Entry;
import org.jspecify.annotations.Nullable;

/**
 * All connections of this node. A few threads serve them, whatever their number: one looks at the clock, the credentials
 * and the feeds, each for all connections at once, and wakes the subscribers for whom something is new.
 */
@ApplicationScoped
public class Subscriptions {
    private static final Logger LOGGER = System.getLogger(Subscriptions.class.getName());
    private static final int THREADS = 4;

    private final ScopedRequests requests;
    private final StandingCredentials credentials;
    private final RateLimits rateLimits;
    private final Clock clock = Clock.systemUTC();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private @Nullable SubscriptionLimits limits;
    private @Nullable ScheduledExecutorService pool;
    private @Nullable Future<?> looking;
    private boolean failing;

    @Inject
    public Subscriptions(ScopedRequests requests, StandingCredentials credentials, RateLimits rateLimits) {
        this.requests = requests;
        this.credentials = credentials;
        this.rateLimits = rateLimits;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Subscriptions() {
        this(null, null, null);
    }

    /** A connection and the order in which things happen to it. */
    final class Line {
        private final Connection connection;
        private final String address;
        private final SerialExecutor turns;

        Line(Transport transport, String address, ScheduledExecutorService pool, SubscriptionLimits limits) {
            this.connection = new Connection(
                    transport, requests, limits, clock, Subscriptions.this::admits, rateLimits.messages());
            this.address = address;
            this.turns = new SerialExecutor(pool, SubscriptionLimits.WAITING_MESSAGES);
        }

        void received(String text) {
            if (!offer(() -> connection.received(text))) {
                connection.close(CloseCode.TOO_MANY_REQUESTS, CloseCode.TOO_MANY_MESSAGES);
            }
        }

        void ended() {
            connection.ended();
            lines.remove(this);
        }

        /** When there is no more room, later does as well: nothing is lost by it. */
        private boolean offer(Runnable task) {
            try {
                return turns.offer(() -> guarded(task));
            } catch (RejectedExecutionException stopping) {
                return true;
            }
        }

        private void guarded(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException unforeseen) {
                LOGGER.log(Level.ERROR, "PEER-WEB-010 a subscription's connection failed", unforeseen);
                connection.close(CloseCode.INTERNAL_ERROR);
            }
        }

        private void wake(Subscriber subscriber) {
            if (!connection.isBusy() && subscriber.beginWaking()) {
                boolean waits = offer(() -> {
                    subscriber.endWaking();
                    connection.look(subscriber);
                });
                if (!waits) {
                    subscriber.endWaking();
                }
            }
        }
    }

    /**
     * Called once, before any connection.
     *
     * @param threads for the few threads that serve all connections
     */
    public void start(Operations operations, ThreadFactory threads) {
        requests.use(operations);
        SubscriptionLimits configured = SubscriptionLimits.configured();
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(THREADS, threads);
        limits = configured;
        pool = started;
        looking = started.scheduleWithFixedDelay(
                this::lookAround,
                configured.poll().toMillis(),
                configured.poll().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Sends every client to another node. */
    public void stop() {
        if (looking != null && pool != null) {
            looking.cancel(true);
            pool.shutdownNow();
        }
        lines.forEach(line -> line.connection.close(CloseCode.GOING_AWAY));
        lines.clear();
    }

    /**
     * Null if there are as many as there may be, on the node or of those from the address of which nobody knows yet whose
     * they are; it is closed then.
     *
     * @param address whom it is counted for
     */
    @Nullable
    synchronized Line open(Transport transport, String address) {
        SubscriptionLimits most = Objects.requireNonNull(limits);
        if (lines.size() >= most.connections() || uninitialised(address) >= most.uninitialisedPerAddress()) {
            transport.close(CloseCode.FULL, CloseCode.FULL.reason());
            return null;
        }
        Line line = new Line(transport, address, Objects.requireNonNull(pool), most);
        lines.add(line);
        return line;
    }

    private long uninitialised(String address) {
        return lines.stream()
                .filter(line -> line.connection.entry() == null && line.address.equals(address))
                .count();
    }

    /** The connection itself is among those that are counted. */
    private boolean admits(Connection connection, Entry entry) {
        long others = lines.stream()
                .filter(line -> line.connection != connection)
                .map(line -> line.connection.entry())
                .filter(other -> other != null && other.userId().equals(entry.userId()))
                .count();
        return others < Objects.requireNonNull(limits).connectionsPerUser();
    }

    private void lookAround() {
        try {
            lines.forEach(line -> line.connection.timePassed());
            closeFallen();
            Map<Subscriber, Line> subscribers = new HashMap<>();
            lines.forEach(
                    line -> line.connection.subscribers().forEach(subscriber -> subscribers.put(subscriber, line)));
            for (Subscriber changed : FeedReader.changes(subscribers.keySet())) {
                Objects.requireNonNull(subscribers.get(changed)).wake(changed);
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOGGER.log(Level.WARNING, "PEER-WEB-011 what subscriptions watch cannot be read", e);
            }
            failing = true;
        }
    }

    /** A log-out, a suspension or a revocation ends connections that are silent, too. */
    private void closeFallen() {
        Collection<UUID> held = lines.stream()
                .map(line -> line.connection.entry())
                .filter(Objects::nonNull)
                .map(Entry::credentialId)
                .distinct()
                .toList();
        if (held.isEmpty()) {
            return;
        }
        Set<UUID> standing = credentials.of(held);
        for (Line line : lines) {
            Entry entry = line.connection.entry();
            if (entry != null && held.contains(entry.credentialId()) && !standing.contains(entry.credentialId())) {
                line.connection.close(CloseCode.FORBIDDEN, "The session has ended");
            }
        }
    }
}
