package network.peer.chain.tx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.peer.chain.keys.Ed25519;
import network.peer.chain.keys.Signer;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/** A transaction as it goes over the wire: the only form that is stored and sent. Immutable. */
public final class SignedTransaction {
    private final TransactionSignature signature;
    private final byte[] wire;

    private SignedTransaction(TransactionSignature signature, byte[] wire) {
        this.signature = signature;
        this.wire = wire;
    }

    /**
     * Signs with exactly the signers the message requires, in any order. Signing again makes an equal transaction.
     *
     * @throws IllegalArgumentException if a signer is missing, is too many, or answers a wrong signature
     */
    public static SignedTransaction sign(TransactionMessage message, List<? extends Signer> signers) {
        Map<PublicKey, Signer> byKey = new HashMap<>();
        signers.forEach(signer -> byKey.put(signer.publicKey(), signer));
        List<PublicKey> required = message.requiredSigners();
        byte[] signedBytes = message.bytes();
        WireWriter out = new WireWriter().compactU16(required.size());
        for (PublicKey key : required) {
            Signer signer = byKey.remove(key);
            if (signer == null) {
                throw new IllegalArgumentException("missing signer: " + key);
            }
            out.bytes(verified(key, signedBytes, signer.sign(signedBytes)));
        }
        if (!byKey.isEmpty()) {
            throw new IllegalArgumentException("not a signer of this message: " + byKey.keySet());
        }
        return fromWire(out.bytes(signedBytes).toBytes());
    }

    /**
     * Takes stored bytes back; reads no more of them than the first signature, which names the transaction.
     *
     * @throws IllegalArgumentException if they do not begin with at least one signature
     */
    public static SignedTransaction fromWire(byte[] wire) {
        int signatures = wire.length == 0 ? 0 : wire[0];
        if (signatures < 1 || wire.length <= 1 + signatures * TransactionSignature.LENGTH_BYTES) {
            throw new IllegalArgumentException("not a signed transaction: " + wire.length + " bytes");
        }
        byte[] first = Arrays.copyOfRange(wire, 1, 1 + TransactionSignature.LENGTH_BYTES);
        return new SignedTransaction(TransactionSignature.of(first), wire.clone());
    }

    /** The fee payer's signature, which names the transaction. */
    public TransactionSignature signature() {
        return signature;
    }

    /** A fresh copy of the bytes to send. */
    public byte[] wire() {
        return wire.clone();
    }

    /** Whether this key made its signature, over these very bytes. */
    public boolean isSignedBy(PublicKey feePayer) {
        byte[] message = Arrays.copyOfRange(wire, 1 + wire[0] * TransactionSignature.LENGTH_BYTES, wire.length);
        return Ed25519.verify(feePayer, message, signature.bytes());
    }

    @Override
    public String toString() {
        return "SignedTransaction[" + signature + "]";
    }

    /** A faulty signer must not be able to send a transaction astray under a signature we do not know. */
    private static byte[] verified(PublicKey key, byte[] message, byte[] signature) {
        if (!Ed25519.verify(key, message, signature)) {
            throw new IllegalArgumentException("signer " + key + " answered a wrong signature");
        }
        return signature;
    }
}
