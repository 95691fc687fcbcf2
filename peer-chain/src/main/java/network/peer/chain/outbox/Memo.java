package network.peer.chain.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import org.jspecify.annotations.Nullable;

/**
 * The text that rides in every settlement transaction: version, kind, business key, batch number of a payout, and
 * attempt number. With the wallets and amounts beside it, it names every intent, and two equal payments never share a
 * signature.
 */
public record Memo(String text) {
    static final int LONGEST_BYTES = 40;

    private static final String VERSION = "P1";
    private static final Pattern PAYOUTS =
            Pattern.compile(VERSION + " M (\\d{4}-\\d{2}-\\d{2}) ([1-9]\\d{0,17}) ([1-9]\\d{0,8})");
    private static final Pattern MOVEMENT = Pattern.compile(VERSION + " ([TBGWN]) ([A-Za-z0-9_-]{22}) ([1-9]\\d{0,8})");

    public Memo {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_BYTES) {
            throw new IllegalArgumentException("a memo of " + length + " bytes: " + text);
        }
    }

    /** For all payouts of a transaction together, such as {@code P1 M 2026-11-21 3 1}. */
    static Memo ofPayouts(String rewardDay, long batchNumber, int attemptNumber) {
        return new Memo(VERSION + " M " + rewardDay + " " + batchNumber + " " + attemptNumber);
    }

    /** For one movement, such as {@code P1 T AZqx3b0Lc9q2XwYHk1mVpA 1}; its key is the id of the ledger transaction, of a NET's window or of a MIGRATION's wallet. */
    static Memo ofMovement(ClaimedIntent movement) {
        return new Memo(VERSION + " " + letter(movement.kind()) + " " + shortId(UUID.fromString(movement.batchKey()))
                + " " + (movement.attempts() + 1));
    }

    /** Takes the place of any memo while a transaction's size is measured. */
    static Memo longest() {
        return new Memo("x".repeat(LONGEST_BYTES));
    }

    /**
     * What a memo says.
     *
     * @param kind MINT for payouts; a movement's says what it was recorded as
     * @param batchKey the reward day of payouts, else the id of the ledger transaction, of a NET's window or of a MIGRATION's wallet
     * @param batchNumber of payouts; 0 for a movement
     */
    public record Content(IntentKind kind, String batchKey, long batchNumber, int attemptNumber) {}

    /** Whether a node's rendering of a transaction's memos may hold one of ours; the transaction itself decides. */
    public static boolean mayBeIn(@Nullable String rendered) {
        return rendered != null && rendered.contains(VERSION + " ");
    }

    /** Empty unless it is exactly what we write. */
    public static Optional<Content> parse(String text) {
        Matcher payouts = PAYOUTS.matcher(text);
        if (payouts.matches()) {
            return day(payouts.group(1))
                    .map(day -> new Content(
                            IntentKind.MINT,
                            day.toString(),
                            Long.parseLong(payouts.group(2)),
                            Integer.parseInt(payouts.group(3))));
        }
        Matcher movement = MOVEMENT.matcher(text);
        return movement.matches()
                ? Optional.of(new Content(
                        kind(movement.group(1).charAt(0)),
                        longId(movement.group(2)).toString(),
                        0,
                        Integer.parseInt(movement.group(3))))
                : Optional.empty();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    private static IntentKind kind(char letter) {
        return switch (letter) {
            case 'T' -> IntentKind.TRANSFER;
            case 'B' -> IntentKind.BURN;
            case 'G' -> IntentKind.MIGRATION;
            case 'W' -> IntentKind.WITHDRAWAL;
            case 'N' -> IntentKind.NET;
            default -> throw new IllegalArgumentException("no movement: " + letter);
        };
    }

    private static char letter(IntentKind kind) {
        return switch (kind) {
            case TRANSFER -> 'T';
            case BURN -> 'B';
            case MIGRATION -> 'G';
            case WITHDRAWAL -> 'W';
            case NET -> 'N';
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

    private static UUID longId(String shortId) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(shortId));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
