package network.peer.settlement;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of chain and books found.
 *
 * @param slot the slot of the mint's supply; every wallet is compared at the slot it was read at
 * @param wallets how many were compared
 * @param differences the wallets that do not match; at most the first hundred are kept
 */
public record ConservationReport(
        Instant checkedAt,
        long slot,
        BigInteger supplyBaseUnits,
        BigInteger expectedSupplyBaseUnits,
        long wallets,
        List<Difference> differences) {
    public ConservationReport {
        differences = List.copyOf(differences);
    }

    /** A wallet whose tokens on chain are not what the books say they must be, in base units. */
    public record Difference(
            String wallet,
            @Nullable String address,
            long slot,
            BigInteger onChainBaseUnits,
            BigInteger expectedBaseUnits) {}

    public boolean holds() {
        return differences.isEmpty() && supplyBaseUnits.equals(expectedSupplyBaseUnits);
    }
}
