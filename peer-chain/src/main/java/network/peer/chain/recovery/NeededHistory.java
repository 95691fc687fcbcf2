package network.peer.chain.recovery;

import java.util.Optional;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.LandedMessage;
import network.peer.chain.tx.SystemInstructions;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/**
 * How far back a node's history must reach to show all that the database may have lost. That was sent after everything
 * which the database knows to be final, and after the mint was made.
 */
final class NeededHistory {
    private final PublicKey mint;
    private final long newestFinalSlot;

    /** @param newestFinalSlot of what the database knows; zero if all since the mint was made is needed */
    NeededHistory(PublicKey mint, long newestFinalSlot) {
        this.mint = mint;
        this.newestFinalSlot = newestFinalSlot;
    }

    boolean isKeptBy(SolanaRpc rpc) {
        return newestFinalSlot == 0
                ? showsHowTheMintWasMade(rpc)
                : rpc.getFirstAvailableBlock() <= Math.max(0, newestFinalSlot - SignerHistory.LANDS_WITHIN_SLOTS);
    }

    @Override
    public String toString() {
        return newestFinalSlot == 0
                ? "the mint " + mint + " was made"
                : "slot " + newestFinalSlot + ", which the database knows to be final";
    }

    private boolean showsHowTheMintWasMade(SolanaRpc rpc) {
        return oldestSuccess(rpc)
                .map(oldest -> SignerHistory.transaction(rpc, oldest, Commitment.FINALIZED))
                .filter(this::makesTheMint)
                .isPresent();
    }

    private Optional<TransactionSignature> oldestSuccess(SolanaRpc rpc) {
        Optional<TransactionSignature> oldestSuccess = Optional.empty();
        Optional<TransactionSignature> oldest = Optional.empty();
        int read;
        do {
            read = 0;
            for (SignatureInfo info :
                    rpc.getSignaturesForAddress(mint, oldest, SolanaRpc.MAX_HISTORY_PER_CALL, ReadAt.FINALIZED)) {
                read++;
                oldest = Optional.of(info.signature());
                oldestSuccess = info.error() == null ? oldest : oldestSuccess;
            }
        } while (read == SolanaRpc.MAX_HISTORY_PER_CALL);
        return oldestSuccess;
    }

    private boolean makesTheMint(LandedTransaction landed) {
        try {
            return LandedMessage.read(landed.wire(), landed.loadedAddresses()).instructions().stream()
                    .anyMatch(instruction -> SystemInstructions.creates(instruction, mint));
        } catch (IllegalArgumentException ofAnotherForm) {
            return false;
        }
    }
}
