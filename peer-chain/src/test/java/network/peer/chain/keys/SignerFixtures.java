package network.peer.chain.keys;

/** Signers with known keys, for tests outside this package. */
public final class SignerFixtures {
    private SignerFixtures() {}

    public static Signer ofSeed(byte[] seed) {
        return new SeedSigner(seed);
    }
}
