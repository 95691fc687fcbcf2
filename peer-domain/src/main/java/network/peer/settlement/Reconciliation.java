package network.peer.settlement;

import jakarta.ejb.Local;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.ReconciliationStore.Run;

/** The steps of a reconciliation, for the job that repeats them; each asks the chain, so none runs in a transaction. */
@Local
public interface Reconciliation {
    /**
     * Compares the next page of wallets; a difference raises the alarm and pauses the lanes.
     *
     * @return the run after it; empty if no wallet is left
     * @throws network.peer.BusinessException UNAVAILABLE if the chain cannot be read
     */
    Optional<Run> compareNext(UUID runId);

    /**
     * Compares the supply and ends the run; a run that has ended stays as it is.
     *
     * @throws network.peer.BusinessException UNAVAILABLE if the chain cannot be read
     */
    Run end(UUID runId);
}
