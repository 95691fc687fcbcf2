package network.peer.chain.rpc;

import java.util.List;

/** The configured nodes, in the order of preference. */
public final class Endpoints {
    private final List<SolanaRpc> all;

    public Endpoints(List<SolanaRpc> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one RPC endpoint is needed");
        }
        this.all = List.copyOf(all);
    }

    /** The one that is asked where one answer is enough. */
    public SolanaRpc preferred() {
        return all.get(0);
    }

    /** All of them; one may lie, so what decides about money is asked of each. */
    public List<SolanaRpc> all() {
        return all;
    }

    /** How many must say FINALIZED before it is believed: two, or the only one there is. */
    public int finalityQuorum() {
        return Math.min(2, all.size());
    }
}
