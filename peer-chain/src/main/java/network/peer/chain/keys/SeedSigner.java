package network.peer.chain.keys;

import network.peer.token.PublicKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519.Algorithm;

/** Signs with a key held in memory; knows no way to show it. */
final class SeedSigner implements Signer {
    private final Ed25519PrivateKeyParameters privateKey;
    private final PublicKey publicKey;

    /** @param seed the 32 bytes of an RFC 8032 private key; copied */
    SeedSigner(byte[] seed) {
        if (seed.length != Ed25519.SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        privateKey = new Ed25519PrivateKeyParameters(seed, 0);
        publicKey = PublicKey.of(privateKey.generatePublicKey().getEncoded());
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_BYTES];
        privateKey.sign(Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "Signer[" + publicKey + "]";
    }
}
