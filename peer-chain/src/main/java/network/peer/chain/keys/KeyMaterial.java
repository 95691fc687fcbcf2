package network.peer.chain.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The secret of every role, as it lies inside the seal: one byte for the role, one for the length, the secret. */
final class KeyMaterial {
    private static final int SIGNING_SEED_BYTES = 32;
    private static final int MASTER_SEED_BYTES = 64;

    private final Map<KeyRole, byte[]> secrets;

    private KeyMaterial(Map<KeyRole, byte[]> secrets) {
        this.secrets = secrets;
    }

    static KeyMaterial generate(SecureRandom random) {
        Map<KeyRole, byte[]> secrets = new EnumMap<>(KeyRole.class);
        for (KeyRole role : KeyRole.values()) {
            byte[] secret = new byte[lengthOf(role)];
            random.nextBytes(secret);
            secrets.put(role, secret);
        }
        return new KeyMaterial(secrets);
    }

    /** @throws IllegalArgumentException if a role is missing, unknown, doubled or of another length, or two share a key */
    static KeyMaterial decode(byte[] plain) {
        Map<KeyRole, byte[]> secrets = new EnumMap<>(KeyRole.class);
        ByteBuffer in = ByteBuffer.wrap(plain);
        while (in.remaining() >= 2) {
            KeyRole role = roleOf(in.get());
            int length = in.get() & 0xff;
            if (length != lengthOf(role) || in.remaining() < length) {
                throw new IllegalArgumentException("wrong length of " + role);
            }
            byte[] secret = new byte[length];
            in.get(secret);
            if (secrets.put(role, secret) != null) {
                throw new IllegalArgumentException(role + " is there twice");
            }
        }
        if (in.hasRemaining() || secrets.size() != KeyRole.values().length) {
            throw new IllegalArgumentException("the roles are not complete: " + secrets.keySet());
        }
        requireDifferent(secrets);
        return new KeyMaterial(secrets);
    }

    byte[] encode() {
        int length =
                secrets.values().stream().mapToInt(secret -> 2 + secret.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length);
        secrets.forEach((role, secret) ->
                out.put((byte) role.id()).put((byte) secret.length).put(secret));
        return out.array();
    }

    /** The secret itself, not a copy: stays within the package. */
    byte[] secret(KeyRole role) {
        byte[] secret = secrets.get(role);
        if (secret == null) {
            throw new IllegalStateException("no key for " + role);
        }
        return secret;
    }

    void destroy() {
        secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    }

    private static int lengthOf(KeyRole role) {
        return role.isSigner() ? SIGNING_SEED_BYTES : MASTER_SEED_BYTES;
    }

    private static KeyRole roleOf(int id) {
        for (KeyRole role : KeyRole.values()) {
            if (role.id() == id) {
                return role;
            }
        }
        throw new IllegalArgumentException("unknown role " + id);
    }

    private static void requireDifferent(Map<KeyRole, byte[]> secrets) {
        for (Map.Entry<KeyRole, byte[]> one : secrets.entrySet()) {
            for (Map.Entry<KeyRole, byte[]> other : secrets.entrySet()) {
                if (one.getKey() != other.getKey() && Arrays.equals(one.getValue(), other.getValue())) {
                    throw new IllegalArgumentException(one.getKey() + " and " + other.getKey() + " share a key");
                }
            }
        }
    }
}
