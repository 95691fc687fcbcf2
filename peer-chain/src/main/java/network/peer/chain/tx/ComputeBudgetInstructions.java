package network.peer.chain.tx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** The limit that a transaction sets, or 0 if it sets none. */
    public static long computeUnitLimit(List<Instruction> instructions) {
        return value(instructions, SET_COMPUTE_UNIT_LIMIT, Integer.BYTES);
    }

    /** The price in micro-lamports that a transaction sets, or 0 if it sets none. */
    public static long computeUnitPrice(List<Instruction> instructions) {
        return value(instructions, SET_COMPUTE_UNIT_PRICE, Long.BYTES);
    }

    private static long value(List<Instruction> instructions, int tag, int bytes) {
        for (Instruction instruction : instructions) {
            byte[] data = instruction.data();
            if (instruction.program().equals(Programs.COMPUTE_BUDGET) && data.length == 1 + bytes && data[0] == tag) {
                ByteBuffer in = ByteBuffer.wrap(data, 1, bytes).order(ByteOrder.LITTLE_ENDIAN);
                return bytes == Integer.BYTES ? Integer.toUnsignedLong(in.getInt()) : in.getLong();
            }
        }
        return 0;
    }

    private static Instruction computeBudget(WireWriter data) {
        return new Instruction(Programs.COMPUTE_BUDGET, List.of(), data.toBytes());
    }
}
