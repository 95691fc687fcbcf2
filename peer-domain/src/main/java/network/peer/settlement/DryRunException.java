package network.peer.settlement;

import network.peer.settlement.RecoveryStore.Restored;

/** Ends a dry run: what it would have done is in it, and its database transaction is rolled back. */
public final class DryRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Restored restored;

    DryRunException(Restored restored) {
        super("a dry run", null, false, false);
        this.restored = restored;
    }

    public Restored restored() {
        return restored;
    }
}
