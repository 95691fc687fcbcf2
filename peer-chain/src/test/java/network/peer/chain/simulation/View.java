package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.util.List;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.simulation.SimulatedChain.Block;
import network.peer.chain.simulation.SimulatedChain.Landed;
import org.jspecify.annotations.Nullable;

/**
 * The chain as one node sees it.
 *
 * @param finalized how many of the blocks are final
 */
record View(List<Block> blocks, int finalized) {
    Block tip(Commitment commitment) {
        return switch (commitment) {
            case PROCESSED -> blocks.get(blocks.size() - 1);
            case CONFIRMED -> blocks.get(Math.max(finalized - 1, blocks.size() - 1 - SimulatedChain.CONFIRMED_DEPTH));
            case FINALIZED -> blocks.get(finalized - 1);
        };
    }

    /** Where a transaction landed. */
    record Found(Block block, Commitment commitment, Landed landed) {}

    @Nullable
    Found find(ByteBuffer signature) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            for (Landed landed : blocks.get(i).transactions()) {
                if (landed.transaction().signature().equals(signature)) {
                    return new Found(blocks.get(i), commitment(i), landed);
                }
            }
        }
        return null;
    }

    /** The height of the block that made the blockhash, -1 if it is not here. */
    long heightOf(ByteBuffer blockhash) {
        long wanted = blockhash.getLong(0);
        for (int i = blocks.size() - 1; i >= 0 && blocks.get(i).slot() >= wanted; i--) {
            if (blocks.get(i).slot() == wanted && blocks.get(i).branch() == blockhash.getLong(8)) {
                return blocks.get(i).height();
            }
        }
        return -1;
    }

    private Commitment commitment(int index) {
        if (index < finalized) {
            return Commitment.FINALIZED;
        }
        return index < blocks.size() - SimulatedChain.CONFIRMED_DEPTH ? Commitment.CONFIRMED : Commitment.PROCESSED;
    }
}
