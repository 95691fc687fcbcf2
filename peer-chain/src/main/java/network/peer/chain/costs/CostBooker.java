package network.peer.chain.costs;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.ChainBooks.Cost;
import network.peer.settlement.ChainBooks.Source;
import network.peer.settlement.ChainBooks.Unbooked;

/**
 * Reads from the chain what each landed transaction of ours cost, and has it booked. One that no node has is asked for ever
 * more rarely and holds up nobody; a step of a lookup table may also never have landed, and then costs nothing.
 */
public final class CostBooker {
    private static final Logger LOGGER = System.getLogger(CostBooker.class.getName());
    private static final int TRANSACTIONS_A_ROUND = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 16;

    /** After so many misses about four minutes have passed: long after whatever landed is final everywhere. */
    private static final int ALARMING_MISSES = 8;

    private final ChainBooks books;
    private final Endpoints endpoints;

    public CostBooker(ChainBooks books, Endpoints endpoints) {
        this.books = books;
        this.endpoints = endpoints;
    }

    /**
     * Books the oldest that are due.
     *
     * @return how many were booked
     * @throws RpcException if the preferred node does not answer
     */
    public int runOnce() {
        List<Cost> costs = new ArrayList<>();
        List<Unbooked> missing = new ArrayList<>();
        SolanaRpc preferred = endpoints.preferred();
        for (Unbooked unbooked : books.unbooked(TRANSACTIONS_A_ROUND)) {
            preferred
                    .getTransaction(unbooked.signature(), Commitment.FINALIZED)
                    .map(landed -> cost(unbooked, landed))
                    .ifPresentOrElse(costs::add, () -> missing.add(unbooked));
        }
        // First of all, so that whatever is missing takes nothing from the others.
        books.book(costs);
        int found = 0;
        for (Unbooked unbooked : missing) {
            found += searchEverywhere(unbooked) ? 1 : 0;
        }
        return costs.size() + found;
    }

    private boolean searchEverywhere(Unbooked missing) {
        boolean isAbsent = missing.source() == Source.TABLE;
        for (SolanaRpc rpc : endpoints.all()) {
            try {
                EpochInfo finalized = rpc.getEpochInfo(ReadAt.FINALIZED);
                Optional<LandedTransaction> landed = rpc.getTransaction(missing.signature(), Commitment.FINALIZED);
                if (landed.isPresent()) {
                    books.book(List.of(cost(missing, landed.get())));
                    return true;
                }
                isAbsent = isAbsent
                        && finalized.blockHeight() > missing.lastValidBlockHeight()
                        && rpc.getFirstAvailableBlock() <= missing.signedAtSlot();
            } catch (RpcException silent) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-004 a cost cannot be read endpoint={0} cause={1}",
                        rpc.endpoint(),
                        silent.getMessage());
                isAbsent = false;
                endpoints.failed(rpc, silent);
            }
        }
        if (isAbsent) {
            books.absent(missing);
        } else {
            wait(missing);
        }
        return false;
    }

    private void wait(Unbooked missing) {
        if (missing.misses() >= ALARMING_MISSES) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-025 no endpoint has a transaction whose cost is to be booked of={0} id={1} signature={2}"
                            + " misses={3}",
                    missing.source(),
                    missing.id(),
                    missing.signature(),
                    missing.misses());
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(missing.misses(), MOST_DOUBLINGS));
        books.missed(missing, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private static Cost cost(Unbooked of, LandedTransaction landed) {
        return new Cost(of, landed.feeLamports(), landed.feePayerSpentLamports() - landed.feeLamports());
    }
}
