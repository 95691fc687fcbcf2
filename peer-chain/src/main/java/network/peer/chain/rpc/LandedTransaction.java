package network.peer.chain.rpc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** A transaction as the chain recorded it, whoever made it and in whatever format. */
public final class LandedTransaction {
    private final TransactionSignature signature;
    private final long slot;
    private final byte[] wire;
    private final @Nullable String error;
    private final long feeLamports;
    private final long feePayerSpentLamports;
    private final @Nullable Long blockTimeSeconds;
    private final List<PublicKey> loadedAddresses;
    private final Optional<List<TokenChange>> tokenChanges;

    /**
     * An addend of what it did to a token account, whichever program's call did it: what was there before is taken away, what
     * is there after it is given.
     *
     * @param accountIndex counted as its message counts accounts, with what it loaded after those
     */
    public record TokenChange(int accountIndex, PublicKey mint, BigInteger baseUnits) {}

    public LandedTransaction(
            TransactionSignature signature,
            long slot,
            byte[] wire,
            @Nullable String error,
            long feeLamports,
            long feePayerSpentLamports,
            @Nullable Long blockTimeSeconds,
            List<PublicKey> loadedAddresses,
            Optional<List<TokenChange>> tokenChanges) {
        this.signature = signature;
        this.slot = slot;
        this.wire = wire.clone();
        this.error = error;
        this.feeLamports = feeLamports;
        this.feePayerSpentLamports = feePayerSpentLamports;
        this.blockTimeSeconds = blockTimeSeconds;
        this.loadedAddresses = List.copyOf(loadedAddresses);
        this.tokenChanges = tokenChanges.map(List::copyOf);
    }

    public TransactionSignature signature() {
        return signature;
    }

    public long slot() {
        return slot;
    }

    /** A fresh copy of the transaction's bytes. */
    public byte[] wire() {
        return wire.clone();
    }

    /** The {@code meta.err} as JSON text; null means it succeeded. */
    public @Nullable String error() {
        return error;
    }

    public boolean hasFailed() {
        return error != null;
    }

    /** Whether two nodes say the same of it, as far as it decides about money. */
    public boolean agreesWith(LandedTransaction other) {
        return slot == other.slot
                && hasFailed() == other.hasFailed()
                && Arrays.equals(wire, other.wire)
                && loadedAddresses.equals(other.loadedAddresses);
    }

    public long feeLamports() {
        return feeLamports;
    }

    /** What the fee payer has less than before: the fee, and the rent of what it opened; negative if it got more back. */
    public long feePayerSpentLamports() {
        return feePayerSpentLamports;
    }

    public @Nullable Long blockTimeSeconds() {
        return blockTimeSeconds;
    }

    /**
     * What it looked up in tables, in the order in which its instructions count it after the accounts that it names:
     * the tables themselves may be gone.
     */
    public List<PublicKey> loadedAddresses() {
        return loadedAddresses;
    }

    /** Empty if the node did not note any balances of tokens. */
    public Optional<List<TokenChange>> tokenChanges() {
        return tokenChanges;
    }
}
