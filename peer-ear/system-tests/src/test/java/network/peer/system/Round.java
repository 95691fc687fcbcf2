package network.peer.system;

/**
 * One fault of the matrix, brought about while a server settles.
 *
 * @param fault as the fault matrix names it
 * @param how it is brought about
 */
record Round(String fault, String how, Injection injection) {

    /** Brings the fault about and makes the traffic that meets it. */
    interface Injection {
        /** @return how often it struck; whoever plays it heals afterwards */
        long strike();
    }
}
