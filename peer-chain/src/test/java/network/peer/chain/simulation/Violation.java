package network.peer.chain.simulation;

/** What must never happen has happened. */
final class Violation extends Error {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message, null, false, false);
    }
}
