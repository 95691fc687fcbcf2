package network.peer.chain.simulation;

/**
 * The connection to the store broke; whether the transaction committed is not known. Checked, and declared by nobody, as
 * what a container throws out of its transactions.
 */
final class StoreFailure extends Exception {
    private static final long serialVersionUID = 1;

    private StoreFailure() {
        super("connection lost", null, false, false);
    }

    /** Throws one. @return never */
    static RuntimeException undeclared() {
        return StoreFailure.<RuntimeException>thrown(new StoreFailure());
    }

    /** Anything else that leaves a round is a bug, and thrown again. */
    static void orElseThrow(Exception failure) {
        if (!(failure instanceof StoreFailure)) {
            throw StoreFailure.<RuntimeException>thrown(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E thrown(Exception failure) throws E {
        throw (E) failure;
    }
}
