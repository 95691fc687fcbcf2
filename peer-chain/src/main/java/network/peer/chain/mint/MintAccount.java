package network.peer.chain.mint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a Token-2022 mint: the classic mint, padding, then extensions as type, length, value.
 *
 * @see <a href="https://github.com/solana-program/token-2022">program source: state.rs, extension/mod.rs</a>
 */
final class MintAccount {
    static final int METADATA_POINTER = 18;
    static final int TOKEN_METADATA = 19;

    private static final int AUTHORITY_OFFSET = 0;
    private static final int SUPPLY_OFFSET = 36;
    private static final int DECIMALS_OFFSET = 44;
    private static final int INITIALIZED_OFFSET = 45;
    private static final int FREEZE_AUTHORITY_OFFSET = 46;
    private static final int ACCOUNT_TYPE_OFFSET = 165;
    private static final int EXTENSIONS_OFFSET = 166;
    private static final int TYPE_MINT = 1;
    private static final int EXTENSION_HEADER = 4;
    private static final int POINTER_LENGTH = 2 * PublicKey.LENGTH_BYTES;
    private static final int MULTISIG_LENGTH = 355;

    private final ByteBuffer data;
    private final SortedMap<Integer, ByteBuffer> extensions = new TreeMap<>();

    /** @throws IllegalArgumentException if these are not the bytes of a mint with extensions */
    MintAccount(byte[] bytes) {
        data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length <= EXTENSIONS_OFFSET
                || bytes[ACCOUNT_TYPE_OFFSET] != TYPE_MINT
                || bytes[INITIALIZED_OFFSET] != 1) {
            throw new IllegalArgumentException("not an initialized mint with extensions");
        }
        int offset = EXTENSIONS_OFFSET;
        while (offset + EXTENSION_HEADER <= bytes.length && data.getShort(offset) != 0) {
            int type = Short.toUnsignedInt(data.getShort(offset));
            int length = Short.toUnsignedInt(data.getShort(offset + 2));
            offset += EXTENSION_HEADER;
            if (offset + length > bytes.length) {
                throw new IllegalArgumentException("extension " + type + " is cut off");
            }
            extensions.put(type, data.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN));
            offset += length;
        }
    }

    /** How large the account is when it is created: with the pointer, without the metadata, which the program adds. */
    static long sizeAtCreation() {
        return EXTENSIONS_OFFSET + EXTENSION_HEADER + POINTER_LENGTH;
    }

    /** How large it will be, which is what its rent must cover from the beginning. */
    static long sizeWith(MintMetadata metadata) {
        long texts = (long) MintMetadata.utf8Length(metadata.name())
                + MintMetadata.utf8Length(metadata.symbol())
                + MintMetadata.utf8Length(metadata.uri());
        long lengthPrefixes = 4L * Integer.BYTES;
        long size = sizeAtCreation() + EXTENSION_HEADER + POINTER_LENGTH + texts + lengthPrefixes;
        return size == MULTISIG_LENGTH ? size + Short.BYTES : size;
    }

    @Nullable
    PublicKey mintAuthority() {
        return optionalKey(AUTHORITY_OFFSET);
    }

    @Nullable
    PublicKey freezeAuthority() {
        return optionalKey(FREEZE_AUTHORITY_OFFSET);
    }

    long supplyBaseUnits() {
        return data.getLong(SUPPLY_OFFSET);
    }

    int decimals() {
        return Byte.toUnsignedInt(data.get(DECIMALS_OFFSET));
    }

    /** The extension types, ascending. */
    List<Integer> extensionTypes() {
        return List.copyOf(extensions.keySet());
    }

    /** Where the pointer extension says the metadata is, or null without one. */
    @Nullable
    PublicKey metadataAddress() {
        ByteBuffer pointer = extensions.get(METADATA_POINTER);
        return pointer == null || pointer.capacity() != POINTER_LENGTH ? null : key(pointer, PublicKey.LENGTH_BYTES);
    }

    /** @throws IllegalArgumentException if there is no readable metadata */
    MintMetadata metadata() {
        ByteBuffer value = extensions.get(TOKEN_METADATA);
        if (value == null || value.capacity() < POINTER_LENGTH) {
            throw new IllegalArgumentException("the mint has no metadata");
        }
        ByteBuffer texts = value.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(POINTER_LENGTH);
        return new MintMetadata(text(texts), text(texts), text(texts));
    }

    private @Nullable PublicKey optionalKey(int offset) {
        return data.getInt(offset) == 0 ? null : key(data, offset + Integer.BYTES);
    }

    private static PublicKey key(ByteBuffer from, int offset) {
        byte[] key = new byte[PublicKey.LENGTH_BYTES];
        from.get(offset, key);
        return PublicKey.of(key);
    }

    private static String text(ByteBuffer from) {
        int length = from.remaining() < Integer.BYTES ? -1 : from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("the mint's metadata is cut off");
        }
        byte[] utf8 = new byte[length];
        from.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
