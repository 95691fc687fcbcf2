package network.peer.chain.conservation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;

/** What another endpoint says, before a difference that one of them shows stops everything. */
final class SecondOpinion {
    private SecondOpinion() {}

    /** Of the first that answers after the one that was asked already; empty if nobody else does. */
    static <T> Optional<T> of(List<SolanaRpc> nodes, Function<SolanaRpc, T> question) {
        for (SolanaRpc other : nodes.subList(1, nodes.size())) {
            try {
                return Optional.of(question.apply(other));
            } catch (RpcException silent) {
                // One that lags or is down speaks neither for the first nor against it.
            }
        }
        return Optional.empty();
    }
}
