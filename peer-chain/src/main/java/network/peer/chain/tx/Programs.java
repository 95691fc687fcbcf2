package network.peer.chain.tx;

import network.peer.token.PublicKey;

/** The addresses of the programs we call, the same on every cluster. */
public final class Programs {
    public static final PublicKey SYSTEM = new PublicKey("11111111111111111111111111111111");
    public static final PublicKey TOKEN_2022 = new PublicKey("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    public static final PublicKey ASSOCIATED_TOKEN = new PublicKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    /** The memo program that every cluster has; the newer one at another address is not everywhere yet. */
    public static final PublicKey MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

    public static final PublicKey COMPUTE_BUDGET = new PublicKey("ComputeBudget111111111111111111111111111111");

    public static final PublicKey ADDRESS_LOOKUP_TABLE = new PublicKey("AddressLookupTab1e1111111111111111111111111");

    private Programs() {}
}
