package network.peer.chain.tx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import network.peer.token.PublicKey;

/** Writes the little-endian formats of Solana's wire and of its programs' instruction data. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    WireWriter u8(int value) {
        requireUnsigned(value, 0xff);
        out.write(value);
        return this;
    }

    WireWriter u32(long value) {
        requireUnsigned(value, 0xffff_ffffL);
        return littleEndian(value, 4);
    }

    /** A 64-bit integer that is not negative in Java: larger ones never occur here. */
    WireWriter u64(long value) {
        requireUnsigned(value, Long.MAX_VALUE);
        return littleEndian(value, 8);
    }

    /** Solana's length prefix: seven bits a byte, at most 16 bits. */
    WireWriter compactU16(int value) {
        requireUnsigned(value, 0xffff);
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    WireWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireWriter key(PublicKey key) {
        return bytes(key.bytes());
    }

    /** A Borsh string: its length in bytes, then UTF-8. */
    WireWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).bytes(utf8);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    static int compactU16Length(int value) {
        return value < 0x80 ? 1 : value < 0x4000 ? 2 : 3;
    }

    private WireWriter littleEndian(long value, int length) {
        for (int i = 0; i < length; i++) {
            out.write((int) (value >>> (8 * i)) & 0xff);
        }
        return this;
    }

    private static void requireUnsigned(long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException("not between 0 and " + maximum + ": " + value);
        }
    }
}
