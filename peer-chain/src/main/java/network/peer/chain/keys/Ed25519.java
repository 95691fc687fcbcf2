package network.peer.chain.keys;

import network.peer.token.PublicKey;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Checking of Ed25519 signatures (RFC 8032). */
public final class Ed25519 {
    static final int SEED_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    /** Whether the key made this signature of the message; false too for what is no key or no signature at all. */
    public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(key.bytes(), 0));
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        } catch (IllegalArgumentException notACurvePoint) {
            return false;
        }
    }
}
