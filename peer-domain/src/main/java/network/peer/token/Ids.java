package network.peer.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Identifiers: time-ordered UUIDv7 for what happens, name-based UUIDv8 for what must be the same when done again. */
public final class Ids {
    /** The order in which PostgreSQL compares uuid. {@link UUID#compareTo} is signed and differs. */
    public static final Comparator<UUID> ORDER = (left, right) -> {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    };

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds of the newest id's time, then the 12 bits of its counter. */
    private static final AtomicLong NEWEST = new AtomicLong();

    private Ids() {}

    /**
     * A new UUIDv7 (RFC 9562, section 6.2): milliseconds of the real clock, a counter of 12 bits, 62 random bits. Later ids of
     * one process are greater; the time runs ahead of the clock while it makes more than 4 096 in a millisecond.
     */
    public static UUID newId() {
        long earliest = System.currentTimeMillis() << 12;
        long time = NEWEST.updateAndGet(newest -> Math.max(earliest, newest + 1));
        long high = (time >>> 12 << 16) | 0x7000L | (time & 0x0FFFL);
        long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The same id for the same parts, for ever: a UUIDv8 (RFC 9562) from their SHA-256. */
    public static UUID deterministic(String... parts) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(parts));
        long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Hex SHA-256 over the parts, each with its length, so that no two lists of parts look alike. */
    public static String hash(String... parts) {
        return HexFormat.of().formatHex(sha256(parts));
    }

    private static byte[] sha256(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
