package network.peer.chain.costs;

import java.util.ArrayList;
import java.util.List;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.ChainBooks.Cost;
import network.peer.settlement.ChainBooks.Unbooked;

/** Reads from the chain what each landed attempt cost, and has it booked. */
public final class CostBooker {
    private static final int ATTEMPTS_A_ROUND = 100;

    private final ChainBooks books;
    private final Endpoints endpoints;

    public CostBooker(ChainBooks books, Endpoints endpoints) {
        this.books = books;
        this.endpoints = endpoints;
    }

    /**
     * Books the oldest attempts. One whose transaction the node does not have yet is asked for again in the next round.
     *
     * @return how many were booked
     * @throws network.peer.chain.rpc.RpcException if the node does not answer
     */
    public int runOnce() {
        List<Cost> costs = new ArrayList<>();
        for (Unbooked attempt : books.unbooked(ATTEMPTS_A_ROUND)) {
            endpoints
                    .preferred()
                    .getTransaction(attempt.signature(), Commitment.FINALIZED)
                    .map(landed -> new Cost(
                            attempt.attemptId(),
                            landed.feeLamports(),
                            landed.feePayerSpentLamports() - landed.feeLamports()))
                    .ifPresent(costs::add);
        }
        books.book(costs);
        return costs.size();
    }
}
