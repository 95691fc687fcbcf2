package network.peer.launcher.bench;

/**
 * What the outbox tells about intents that are settled.
 *
 * @param seconds from the first signed transaction's storing, which comes before its send, to the last FINALIZED recorded
 */
record Settled(long intents, long transactions, long feeLamports, double seconds) {
    double perSecond() {
        return intents / seconds;
    }

    double recipientsPerTransaction() {
        return (double) intents / transactions;
    }

    double lamportsPerRecipient() {
        return (double) feeLamports / intents;
    }
}
