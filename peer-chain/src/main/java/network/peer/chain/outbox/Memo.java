package network.peer.chain.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;

/**
 * The text that rides in every settlement transaction: version, kind, business key, batch number of a payout, and
 * attempt number. With the wallets and amounts beside it, it names every intent, and two equal payments never share a
 * signature.
 */
record Memo(String text) {
    static final int LONGEST_BYTES = 40;

    private static final String VERSION = "P1";

    Memo {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_BYTES) {
            throw new IllegalArgumentException("a memo of " + length + " bytes: " + text);
        }
    }

    /** For all payouts of a transaction together, such as {@code P1 M 2026-11-21 3 1}. */
    static Memo ofPayouts(String rewardDay, long batchNumber, int attemptNumber) {
        return new Memo(VERSION + " M " + rewardDay + " " + batchNumber + " " + attemptNumber);
    }

    /** For one movement, such as {@code P1 T AZqx3b0Lc9q2XwYHk1mVpA 1}; its key is the ledger transaction's id. */
    static Memo ofMovement(ClaimedIntent movement) {
        return new Memo(VERSION + " " + letter(movement.kind()) + " " + shortId(UUID.fromString(movement.batchKey()))
                + " " + (movement.attempts() + 1));
    }

    /** Takes the place of any memo while a transaction's size is measured. */
    static Memo longest() {
        return new Memo("x".repeat(LONGEST_BYTES));
    }

    private static char letter(IntentKind kind) {
        return switch (kind) {
            case TRANSFER -> 'T';
            case BURN -> 'B';
            case MIGRATION -> 'G';
            case WITHDRAWAL -> 'W';
            case MINT -> throw new IllegalArgumentException("payouts share a memo");
        };
    }

    private static String shortId(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
