package network.peer.chain.simulation;

/** The process is gone: an Error, so that nothing in the code under test survives it. */
final class NodeCrash extends Error {
    private static final long serialVersionUID = 1;

    NodeCrash() {
        super("crash", null, false, false);
    }
}
