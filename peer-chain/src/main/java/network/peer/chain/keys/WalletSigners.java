package network.peer.chain.keys;

import network.peer.token.PublicKey;
import network.peer.wallet.Wallet;
import network.peer.wallet.WalletKey;

/** Finds the key that signs for a wallet of ours. */
public final class WalletSigners {
    private final Keystore keystore;

    public WalletSigners(Keystore keystore) {
        this.keystore = keystore;
    }

    /** @throws IllegalStateException if the key has another address: then this keystore is not the one of the books */
    public Signer of(WalletKey key) {
        Signer signer =
                switch (key.role()) {
                    case RESERVE -> keystore.signer(KeyRole.RESERVE);
                    case TREASURY -> keystore.signer(KeyRole.TREASURY);
                    case USER -> user(key);
                };
        if (!signer.publicKey().equals(key.address())) {
            throw new IllegalStateException("the keystore has " + signer.publicKey() + " where the books have the "
                    + key.role() + " wallet " + key.address());
        }
        return signer;
    }

    /** The address that the keystore has for a wallet. */
    public PublicKey addressOf(Wallet wallet) {
        return switch (wallet.role()) {
            case RESERVE -> keystore.signer(KeyRole.RESERVE).publicKey();
            case TREASURY -> keystore.signer(KeyRole.TREASURY).publicKey();
            case USER -> {
                Long index = wallet.derivationIndex();
                if (index == null) {
                    throw new IllegalStateException("user wallet without derivation index: " + wallet.id());
                }
                yield keystore.userWallet(index).publicKey();
            }
        };
    }

    private Signer user(WalletKey key) {
        Long index = key.derivationIndex();
        if (index == null) {
            throw new IllegalStateException("user wallet without derivation index: " + key.address());
        }
        return keystore.userWallet(index);
    }
}
