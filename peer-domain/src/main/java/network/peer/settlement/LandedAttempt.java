package network.peer.settlement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.Leg.Instruction;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/**
 * One of our transactions as the chain has it for ever, read from its instructions.
 *
 * @param memo the first one that rides in it
 * @param landedAt as the cluster estimates it; null if it does not say
 * @param error null means that it succeeded
 */
public record LandedAttempt(
        TransactionSignature signature,
        SignedBytes bytes,
        LaneWork work,
        String memo,
        String blockhash,
        long landedSlot,
        @Nullable Instant landedAt,
        @Nullable String error,
        long computeUnitLimit,
        long priorityFeeMicroLamports,
        List<Movement> movements) {
    public LandedAttempt {
        movements = List.copyOf(movements);
    }

    public boolean hasFailed() {
        return error != null;
    }

    /**
     * What rides under one memo: all payouts of the transaction, or one movement.
     *
     * @param batchKey the reward day of payouts, the window of a NET, the wallet of a MIGRATION, else the id of the ledger transaction
     * @param batchNumber of payouts; 0 for a movement
     */
    public record Movement(IntentKind kind, String batchKey, long batchNumber, int attemptNumber, List<MovedLeg> legs) {
        public Movement {
            legs = List.copyOf(legs);
        }

        public boolean isPayouts() {
            return kind == IntentKind.MINT;
        }

        public boolean isNet() {
            return kind == IntentKind.NET;
        }

        /** The same under the same memo, of these legs only. */
        public Movement with(List<MovedLeg> others) {
            return new Movement(kind, batchKey, batchNumber, attemptNumber, others);
        }

        /** Of a NET, whose movements have ledger transactions of their own, the id of its window; of a MIGRATION its wallet's. */
        public UUID ledgerTransactionId() {
            return UUID.fromString(batchKey);
        }
    }

    /**
     * @param from the wallet that paid; empty for a mint
     * @param to the wallet that received, by its token account's owner; empty for a burn
     */
    public record MovedLeg(
            Instruction instruction, Optional<PublicKey> from, Optional<PublicKey> to, TokenAmount amount) {
        public boolean isOfTheSameWalletsAs(MovedLeg other) {
            return instruction == other.instruction && from.equals(other.from) && to.equals(other.to);
        }

        @Override
        public String toString() {
            return instruction + " " + amount.display() + " PEER"
                    + from.map(wallet -> " from " + wallet).orElse("")
                    + to.map(wallet -> " to " + wallet).orElse("");
        }
    }
}
