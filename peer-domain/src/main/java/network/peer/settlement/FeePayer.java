package network.peer.settlement;

import java.util.OptionalLong;
import network.peer.token.PublicKey;

/**
 * A key that pays for our transactions.
 *
 * @param spentLastWeekLamports fees and rent of what landed in the last seven days
 * @param runwayDays how long the balance lasts at that pace; empty if nothing was spent
 */
public record FeePayer(
        LaneWork work, PublicKey address, long balanceLamports, long spentLastWeekLamports, OptionalLong runwayDays) {}
