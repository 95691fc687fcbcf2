package network.peer.settlement;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.Conservation.Expected;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;

/** The books' side of a reconciliation. Each method is one transaction of its own and makes no remote call. */
public interface ReconciliationStore {
    /**
     * One comparison of everything.
     *
     * @param lastWalletId the checkpoint; empty before the first page
     */
    record Run(UUID id, Optional<UUID> lastWalletId, long wallets, long differences, boolean hasEnded) {}

    /**
     * What is not as the books have it.
     *
     * @param subject whose wallet, or {@code SUPPLY}
     * @param address the wallet, or the mint
     * @param explained whether movements that we did not make, or wrongly recorded, amount to exactly the difference
     * @param explanation which ones, or that there are none
     */
    record Difference(
            String subject,
            PublicKey address,
            long slot,
            BigInteger onChainBaseUnits,
            BigInteger expectedBaseUnits,
            boolean explained,
            String explanation) {
        public BigInteger surplus() {
            return onChainBaseUnits.subtract(expectedBaseUnits);
        }
    }

    /** Begins a run, or continues the one that is open. */
    Run begin();

    /** @throws IllegalStateException if there is none */
    Run byId(UUID runId);

    /** Wallets with an address, in the order of their ids. */
    List<Wallet> wallets(UUID after, int limit);

    List<Expected> expected(Collection<UUID> wallets, long slot, Collection<UUID> landed);

    BigInteger expectedSupply(long slot, Collection<UUID> landed);

    /** Which of these transactions are attempts of ours, with the state that each is recorded in. */
    Map<TransactionSignature, AttemptState> recorded(Collection<TransactionSignature> signatures);

    /**
     * Moves the checkpoint and keeps what was found up to it; a wallet that was found before is not found again. A
     * checkpoint that somebody else has moved as far stays where it is.
     */
    Run advance(UUID runId, UUID lastWalletId, int wallets, List<Difference> differences);

    /** Keeps what was found about the supply, and ends the run. */
    Run end(UUID runId, Optional<Difference> supply);

    /** What a run has found, in the order in which it was found; at most so many. */
    List<Difference> differences(UUID runId, int limit);
}
