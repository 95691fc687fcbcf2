package network.peer.settlement;

import jakarta.ejb.Local;
import java.util.List;

/** What the other modules may ask of the chain module. */
@Local
public interface ChainGate {
    /** How the connection to the chain stands; asks the endpoints, within the RPC time-out. */
    ChainStatus status();

    /** The names of all configured endpoints, without credentials; asks nobody. */
    List<String> endpointNames();

    /**
     * Compares chain and books now, records the result and pauses the lanes if they differ.
     *
     * @throws network.peer.BusinessException UNAVAILABLE if the chain cannot be read
     */
    ConservationReport checkConservation();

    /**
     * The SOL of the keys that pay for our transactions.
     *
     * @throws network.peer.BusinessException UNAVAILABLE if the chain cannot be read
     */
    List<FeePayer> feePayers();
}
