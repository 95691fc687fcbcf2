package network.peer.chain.keys;

import network.peer.token.PublicKey;

/** A key that can only sign: in a sealed keystore here, in an HSM or KMS elsewhere. */
public interface Signer {
    PublicKey publicKey();

    /** The 64-byte Ed25519 signature of the message. */
    byte[] sign(byte[] message);
}
