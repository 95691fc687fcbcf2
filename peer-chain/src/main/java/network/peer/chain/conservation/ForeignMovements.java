package network.peer.chain.conservation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.LandedTransaction.TokenChange;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.LandedMessage;
import network.peer.settlement.AttemptState;
import network.peer.settlement.ReconciliationStore;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/**
 * Looks through the history of an account for what moved its tokens without being an attempt of ours, or though we
 * recorded that the attempt had failed.
 */
final class ForeignMovements {
    /** Newest first; what lies further back was there at earlier reconciliations. */
    private static final int MOST_PAGES = 10;

    private static final int MOST_NAMED = 20;

    private final SolanaRpc rpc;
    private final ReconciliationStore store;

    ForeignMovements(SolanaRpc rpc, ReconciliationStore store) {
        this.rpc = rpc;
        this.store = store;
    }

    /** @param explains whether what was found amounts to the whole difference */
    record Found(boolean explains, String text) {}

    /**
     * @param account a token account, or the mint: then what changes the supply is looked for
     * @param surplus what it has too much; negative if too little
     */
    Found explain(PublicKey account, BigInteger surplus) {
        List<String> named = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        boolean unreadable = false;
        int pages = 0;
        Optional<TransactionSignature> before = Optional.empty();
        List<SignatureInfo> page;
        do {
            page = rpc.getSignaturesForAddress(account, before, SolanaRpc.MAX_HISTORY_PER_CALL, ReadAt.FINALIZED);
            for (Suspect suspect : suspects(page)) {
                Optional<BigInteger> change = change(suspect.signature(), account);
                unreadable |= change.isEmpty();
                sum = sum.add(change.orElse(BigInteger.ZERO));
                if (!change.equals(Optional.of(BigInteger.ZERO))) {
                    named.add(suspect.signature() + " (" + suspect.why() + ", "
                            + change.map(BigInteger::toString).orElse("unreadable") + ")");
                }
                if (sum.equals(surplus) && !unreadable) {
                    return new Found(true, "explained by " + String.join(", ", named));
                }
                if (named.size() == MOST_NAMED) {
                    return new Found(false, "not explained; among others by " + String.join(", ", named));
                }
            }
            before = page.isEmpty()
                    ? before
                    : Optional.of(page.get(page.size() - 1).signature());
            pages++;
        } while (page.size() == SolanaRpc.MAX_HISTORY_PER_CALL && pages < MOST_PAGES);
        return new Found(
                false,
                named.isEmpty()
                        ? "no movement on chain explains it: all of the account's are ours, so the books are wrong"
                        : "not explained; not ours are " + String.join(", ", named));
    }

    /** A transaction that changed something and is not one that we recorded as landed, with the reason. */
    private record Suspect(TransactionSignature signature, String why) {}

    private List<Suspect> suspects(List<SignatureInfo> page) {
        List<SignatureInfo> succeeded =
                page.stream().filter(info -> info.error() == null).toList();
        if (succeeded.isEmpty()) {
            return List.of();
        }
        Map<TransactionSignature, AttemptState> recorded =
                store.recorded(succeeded.stream().map(SignatureInfo::signature).toList());
        List<Suspect> suspects = new ArrayList<>();
        for (SignatureInfo info : succeeded) {
            AttemptState state = recorded.get(info.signature());
            if (state == null) {
                suspects.add(new Suspect(info.signature(), "not ours"));
            } else if (!state.isOpen()) {
                suspects.add(new Suspect(info.signature(), "ours, recorded as " + state));
            }
        }
        return suspects;
    }

    /** What it did to the account's balance, or to the mint's supply; empty if that cannot be read. */
    private Optional<BigInteger> change(TransactionSignature signature, PublicKey account) {
        Optional<LandedTransaction> landed = rpc.getTransaction(signature, Commitment.FINALIZED);
        if (landed.isEmpty() || landed.get().tokenChanges().isEmpty()) {
            return Optional.empty();
        }
        try {
            List<PublicKey> accounts = LandedMessage.read(
                            landed.get().wire(), landed.get().loadedAddresses())
                    .accounts();
            return Optional.of(landed.get().tokenChanges().get().stream()
                    .filter(change -> change.mint().equals(account)
                            || accounts.get(change.accountIndex()).equals(account))
                    .map(TokenChange::baseUnits)
                    .reduce(BigInteger.ZERO, BigInteger::add));
        } catch (IllegalArgumentException | IndexOutOfBoundsException ofAnotherForm) {
            return Optional.empty();
        }
    }
}
