package network.peer.chain.recovery;

import java.util.ArrayList;
import java.util.List;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import org.jspecify.annotations.Nullable;

/**
 * What was sent just before commits were lost, and has not landed yet: no database and no history knows of it. It can land
 * while its blockhash lives, and that is not younger than the chain was when the loss was first suspected.
 */
final class BytesUnderWay {
    private final Endpoints endpoints;
    private final int blockhashLifetimeBlocks;
    private @Nullable String incarnation;
    private long landUntilHeight;

    BytesUnderWay(Endpoints endpoints, int blockhashLifetimeBlocks) {
        this.endpoints = endpoints;
        this.blockhashLifetimeBlocks = blockhashLifetimeBlocks;
    }

    /**
     * Whether all that could land is final by now, whatever one endpoint says.
     *
     * @throws RpcException if fewer endpoints answer than the quorum
     */
    boolean areOver(String current) {
        if (!current.equals(incarnation)) {
            landUntilHeight = heights(ReadAt.PROCESSED).stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElseThrow()
                    + blockhashLifetimeBlocks;
            incarnation = current;
        }
        return heights(ReadAt.FINALIZED).stream().allMatch(height -> height > landUntilHeight);
    }

    /** The last block in which they can land. */
    long landUntilHeight() {
        return landUntilHeight;
    }

    private List<Long> heights(ReadAt readAt) {
        List<Long> heights = new ArrayList<>();
        List<RpcException> silent = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.all()) {
            try {
                heights.add(rpc.getEpochInfo(readAt).blockHeight());
            } catch (RpcException failure) {
                silent.add(failure);
            }
        }
        if (heights.size() < endpoints.finalityQuorum()) {
            throw silent.get(0);
        }
        return heights;
    }
}
