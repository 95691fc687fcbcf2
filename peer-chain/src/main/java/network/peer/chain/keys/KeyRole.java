package network.peer.chain.keys;

/** What a key in the keystore is for: one key, one purpose. */
public enum KeyRole {
    /** Signs mints, and pays the fees of its own lane. */
    MINT_AUTHORITY(1),
    /** Pays the fees of what users' wallets sign. */
    FEE_PAYER(2),
    /** The company's wallet. */
    TREASURY(3),
    /** Holds the tokens of every user who has no wallet on chain. */
    RESERVE(4),
    /** The seed of all users' wallets; signs nothing itself. */
    USER_MASTER_SEED(5),
    /** The address of the PEER mint; signs its creation only. */
    MINT(6);

    private final int id;

    KeyRole(int id) {
        this.id = id;
    }

    /** The number in keystore files; never changes. */
    int id() {
        return id;
    }

    boolean isSigner() {
        return this != USER_MASTER_SEED;
    }
}
