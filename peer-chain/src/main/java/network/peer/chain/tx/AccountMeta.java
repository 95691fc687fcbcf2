package network.peer.chain.tx;

import network.peer.token.PublicKey;

/** How an instruction uses an account. */
public record AccountMeta(PublicKey address, boolean signer, boolean writable) {
    public static AccountMeta readOnly(PublicKey address) {
        return new AccountMeta(address, false, false);
    }

    public static AccountMeta writable(PublicKey address) {
        return new AccountMeta(address, false, true);
    }

    public static AccountMeta signer(PublicKey address) {
        return new AccountMeta(address, true, false);
    }

    public static AccountMeta writableSigner(PublicKey address) {
        return new AccountMeta(address, true, true);
    }
}
