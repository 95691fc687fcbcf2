package network.peer.operations;

import network.peer.token.TokenAmount;

/** What one transaction of a run has done, added to what the run did before. */
public record JobCounts(long aggregatedUsers, long postedUsers, TokenAmount posted) {
    public static JobCounts aggregated(long users) {
        return new JobCounts(users, 0, TokenAmount.ZERO);
    }

    public static JobCounts posted(long users, TokenAmount amount) {
        return new JobCounts(0, users, amount);
    }
}
