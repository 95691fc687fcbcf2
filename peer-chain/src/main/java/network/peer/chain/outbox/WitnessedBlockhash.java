package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.List;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.NetworkLimits;

/**
 * A blockhash to sign with, and how long it lives. The node that gives it may lie about that, and who believes an
 * earlier end signs again while the first transaction can still land: so a second node says how long it can live at
 * most.
 */
public final class WitnessedBlockhash {
    private final Endpoints endpoints;
    private final NetworkLimits limits;

    public WitnessedBlockhash(Endpoints endpoints, NetworkLimits limits) {
        this.endpoints = endpoints;
        this.limits = limits;
    }

    /**
     * @return with a {@code lastValidBlockHeight} that is not too early and a {@code contextSlot} that is not too late
     *     even if one endpoint lies
     * @throws LaneFaultException if the answer is implausible, or no other endpoint knows the blockhash
     * @throws RpcException if the node does not answer
     */
    public LatestBlockhash from(SolanaRpc rpc, ReadAt readAt) {
        LatestBlockhash blockhash = rpc.getLatestBlockhash(readAt);
        long height = rpc.getBlockHeight(ReadAt.CONFIRMED.notBefore(blockhash.contextSlot()));
        long left = blockhash.lastValidBlockHeight() - height;
        if (left <= 0 || left > limits.blockhashLifetimeBlocks()) {
            throw new LaneFaultException("implausible lastValidBlockHeight " + blockhash.lastValidBlockHeight()
                    + " at block height " + height + " from " + rpc.endpoint());
        }
        return endpoints.all().size() == 1 ? blockhash : witnessed(blockhash, rpc);
    }

    private LatestBlockhash witnessed(LatestBlockhash blockhash, SolanaRpc giver) {
        List<String> answers = new ArrayList<>();
        for (SolanaRpc witness : endpoints.all()) {
            if (witness != giver) {
                try {
                    AtSlot<Boolean> known = witness.isBlockhashValid(blockhash.blockhash(), ReadAt.PROCESSED);
                    if (known.value()) {
                        return atMost(blockhash, known.slot(), witness);
                    }
                    answers.add(witness.endpoint() + " does not know it");
                } catch (RpcException silent) {
                    endpoints.failed(witness, silent);
                    answers.add(String.valueOf(silent.getMessage()));
                }
            }
        }
        throw new LaneFaultException(
                "nobody bears witness to the blockhash of " + giver.endpoint() + ": " + String.join("; ", answers));
    }

    /** The witness has seen the block that made the blockhash, so that is not above its own height. */
    private LatestBlockhash atMost(LatestBlockhash blockhash, long slot, SolanaRpc witness) {
        long height = witness.getBlockHeight(ReadAt.PROCESSED.notBefore(slot));
        return new LatestBlockhash(
                blockhash.blockhash(),
                Math.max(blockhash.lastValidBlockHeight(), height + limits.blockhashLifetimeBlocks()),
                Math.min(blockhash.contextSlot(), slot));
    }
}
