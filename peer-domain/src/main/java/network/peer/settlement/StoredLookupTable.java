package network.peer.settlement;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import network.peer.token.PublicKey;

/**
 * A lookup table that is not closed.
 *
 * @param recentSlot what its address was derived from, beside the authority
 * @param lastUsedOn the newest reward day that was paid through it
 * @param placed how many addresses have their place on chain
 * @param toPlace what it shall hold beyond that, in the order of the plan
 * @param step what may be under way
 */
public record StoredLookupTable(
        PublicKey address,
        PublicKey authority,
        long recentSlot,
        LookupTableState state,
        LocalDate lastUsedOn,
        int placed,
        List<PublicKey> toPlace,
        Optional<LookupTableStep> step) {
    public StoredLookupTable {
        toPlace = List.copyOf(toPlace);
    }

    public int size() {
        return placed + toPlace.size();
    }
}
