package network.peer.ledger;

import java.util.UUID;

/**
 * The answer to a post.
 *
 * @param replayed true if the same command had been posted before, and nothing was posted now
 */
public record Posted(UUID ledgerTransactionId, boolean replayed) {}
