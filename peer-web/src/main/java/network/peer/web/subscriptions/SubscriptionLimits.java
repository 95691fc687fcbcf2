package network.peer.web.subscriptions;

import java.time.Duration;
import network.peer.configuration.Setting;

/**
 * How much one node bears.
 *
 * @param poll pause between two looks at what is watched
 * @param connections of the node
 * @param uninitialisedPerAddress connections that are not acknowledged yet, on the node
 * @param connectionsPerUser on the node
 * @param perConnection subscriptions of one connection
 */
record SubscriptionLimits(
        Duration poll, long connections, long uninitialisedPerAddress, long connectionsPerUser, long perConnection) {
    /** From opening to {@code connection_init}. */
    static final Duration INITIALISATION = Duration.ofSeconds(10);

    /** Whoever is silent for that long is asked for a sign of life. */
    static final Duration SILENCE = Duration.ofSeconds(25);

    /** Whoever is silent for that long is given up. */
    static final Duration GIVEN_UP = SILENCE.multipliedBy(2).plusSeconds(10);

    /** Messages of one client that may wait for their turn. */
    static final int WAITING_MESSAGES = 64;

    static SubscriptionLimits configured() {
        return new SubscriptionLimits(
                Setting.SUBSCRIPTIONS_POLL_MILLIS.millis(),
                Setting.SUBSCRIPTIONS_CONNECTIONS.positiveNumber(),
                Setting.SUBSCRIPTIONS_UNINITIALISED.positiveNumber(),
                Setting.SUBSCRIPTIONS_CONNECTIONS_PER_USER.positiveNumber(),
                Setting.SUBSCRIPTIONS_PER_CONNECTION.positiveNumber());
    }
}
