package network.peer.chain.outbox;

import java.nio.charset.StandardCharsets;

/**
 * The text that rides in every settlement transaction: version, kind, business key, batch and attempt number. With the
 * wallets and amounts beside it, it names every intent, and two equal payments never share a signature.
 */
record Memo(char kind, String businessKey, long batchNumber, int attemptNumber) {
    static final int LONGEST_BYTES = 40;
    static final char MINT = 'M';

    private static final String VERSION = "P1";

    Memo {
        int length = text(kind, businessKey, batchNumber, attemptNumber).getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_BYTES) {
            throw new IllegalArgumentException("a memo of " + length + " bytes for " + businessKey);
        }
    }

    /** Such as {@code P1 M 2026-11-21 3 1}. */
    String text() {
        return text(kind, businessKey, batchNumber, attemptNumber);
    }

    private static String text(char kind, String businessKey, long batchNumber, int attemptNumber) {
        return VERSION + " " + kind + " " + businessKey + " " + batchNumber + " " + attemptNumber;
    }
}
