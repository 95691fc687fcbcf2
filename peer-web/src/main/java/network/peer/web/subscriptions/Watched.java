package network.peer.web.subscriptions;

/**
 * What a subscription looks at.
 *
 * @param version of the state that its client knows
 */
record Watched<K>(Feed<K, ?> feed, K key, String version) {}
