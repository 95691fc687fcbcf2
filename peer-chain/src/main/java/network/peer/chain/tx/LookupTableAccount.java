package network.peer.chain.tx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.peer.token.PublicKey;

/**
 * A lookup table as the chain stores it.
 *
 * @param deactivationSlot empty while it is active
 * @param lastExtendedSlot what was appended in this slot can be used in the slots after it
 * @param authority empty if the table is frozen
 */
public record LookupTableAccount(
        Optional<Long> deactivationSlot,
        long lastExtendedSlot,
        Optional<PublicKey> authority,
        List<PublicKey> addresses) {
    /** Before the addresses: kind, two slots, an index, and the authority with its flag and padding. */
    public static final int HEADER_BYTES = 56;

    private static final int KIND = 1;
    private static final long ACTIVE = -1;

    public LookupTableAccount {
        addresses = List.copyOf(addresses);
    }

    /** How large the account of a table with so many addresses is, which decides its rent. */
    public static int sizeBytes(int addresses) {
        return HEADER_BYTES + addresses * PublicKey.LENGTH_BYTES;
    }

    /** @throws IllegalArgumentException if the data is no lookup table */
    public static LookupTableAccount decode(byte[] data) {
        if (data.length < HEADER_BYTES || (data.length - HEADER_BYTES) % PublicKey.LENGTH_BYTES != 0) {
            throw new IllegalArgumentException("not a lookup table: " + data.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int kind = in.getInt();
        if (kind != KIND) {
            throw new IllegalArgumentException("not a lookup table: an account of kind " + kind);
        }
        long deactivationSlot = in.getLong();
        long lastExtendedSlot = in.getLong();
        in.get();
        boolean hasAuthority = in.get() == 1;
        PublicKey authority = key(in);
        in.position(HEADER_BYTES);
        List<PublicKey> addresses = new ArrayList<>();
        while (in.hasRemaining()) {
            addresses.add(key(in));
        }
        return new LookupTableAccount(
                deactivationSlot == ACTIVE ? Optional.empty() : Optional.of(deactivationSlot),
                lastExtendedSlot,
                hasAuthority ? Optional.of(authority) : Optional.empty(),
                addresses);
    }

    private static PublicKey key(ByteBuffer in) {
        byte[] bytes = new byte[PublicKey.LENGTH_BYTES];
        in.get(bytes);
        return PublicKey.of(bytes);
    }
}
