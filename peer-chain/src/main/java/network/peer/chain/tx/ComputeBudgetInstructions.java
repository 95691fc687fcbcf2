package network.peer.chain.tx;

import java.util.List;

/** Instructions that say how much computing a transaction may use and what it offers for it. */
public final class ComputeBudgetInstructions {
    private static final int SET_COMPUTE_UNIT_LIMIT = 2;
    private static final int SET_COMPUTE_UNIT_PRICE = 3;

    private ComputeBudgetInstructions() {}

    public static Instruction setComputeUnitLimit(int computeUnits) {
        return computeBudget(new WireWriter().u8(SET_COMPUTE_UNIT_LIMIT).u32(computeUnits));
    }

    public static Instruction setComputeUnitPrice(long microLamportsPerUnit) {
        return computeBudget(new WireWriter().u8(SET_COMPUTE_UNIT_PRICE).u64(microLamportsPerUnit));
    }

    private static Instruction computeBudget(WireWriter data) {
        return new Instruction(Programs.COMPUTE_BUDGET, List.of(), data.toBytes());
    }
}
