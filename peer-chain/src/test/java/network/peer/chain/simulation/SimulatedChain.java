package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.peer.settlement.SignedBytes;
import org.jspecify.annotations.Nullable;

/**
 * A chain of blocks: some slots are skipped, the newest blocks can be dropped by a fork until they are final, a
 * blockhash lives for a number of blocks, and the same signature lands once.
 */
final class SimulatedChain {
    static final int CONFIRMED_DEPTH = 2;
    static final int FINALIZED_DEPTH = 8;

    private final int lifetimeBlocks;
    private final Observer observer;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Delivery> underWay = new ArrayList<>();
    private final Set<ByteBuffer> landed = new HashSet<>();
    private long slot;
    private long branch;
    private int finalized;

    SimulatedChain(int lifetimeBlocks, Tokens genesis, Observer observer) {
        this.lifetimeBlocks = lifetimeBlocks;
        this.observer = observer;
        for (int i = 0; i <= FINALIZED_DEPTH; i++) {
            blocks.add(new Block(++slot, i + 1, 0, List.of(), List.of(), genesis));
        }
        finalized = 1;
    }

    /** Hears what happens to transactions. */
    interface Observer {
        void landed(Landed landed);

        void dropped(Landed landed);

        /** Nothing of it is under way any more, and it is not on the chain. */
        void lost(WireTransaction transaction);

        /** Whether the transaction fails in this block though its accounts would allow it. */
        boolean failsByChance(WireTransaction transaction);
    }

    /** @param error as the RPC writes it; null means success */
    record Landed(
            SignedBytes wire,
            WireTransaction transaction,
            @Nullable String error) {
        @Override
        public String toString() {
            return transaction + " error=" + error;
        }
    }

    /**
     * @param branch tells apart two blocks that had the same slot on different forks
     * @param refused what could not land in it any more; on another fork, where it is not as late, it still may
     */
    record Block(
            long slot, long height, long branch, List<Landed> transactions, List<Delivery> refused, Tokens tokens) {
        ByteBuffer hash() {
            return ByteBuffer.allocate(32)
                    .putLong(slot)
                    .putLong(branch)
                    .putLong(~slot)
                    .putLong(0x5eed)
                    .flip();
        }
    }

    /** @param dueHeight lands in the first block of this height or more, if it still can */
    record Delivery(SignedBytes wire, WireTransaction transaction, long dueHeight) {}

    /** What a node that has seen all of it knows. */
    View view() {
        return new View(blocks, finalized);
    }

    /** What a node knows that will not hear of anything new. */
    View frozenView() {
        return new View(List.copyOf(blocks), finalized);
    }

    /** The transaction reaches a validator, and lands after that many blocks if it still can. */
    void deliver(SignedBytes wire, WireTransaction transaction, int afterBlocks) {
        underWay.add(new Delivery(wire, transaction, tip().height() + afterBlocks));
    }

    /** As above, if it is not under way already. */
    void deliverLate(SignedBytes wire, WireTransaction transaction, int afterBlocks) {
        if (underWay.stream().noneMatch(other -> other.transaction().signature().equals(transaction.signature()))) {
            deliver(wire, transaction, afterBlocks);
        }
    }

    /** As above; it lands in the last block in which it can. */
    void deliverAtTheLast(SignedBytes wire, WireTransaction transaction) {
        underWay.add(new Delivery(wire, transaction, lastValidBlockHeight(transaction)));
    }

    /** -1 if its blockhash is not on the chain. */
    long lastValidBlockHeight(WireTransaction transaction) {
        long height = view().heightOf(transaction.blockhash());
        return height < 0 ? -1 : height + lifetimeBlocks;
    }

    long height() {
        return tip().height();
    }

    long slot() {
        return tip().slot();
    }

    void skipSlot() {
        slot++;
    }

    void produceBlock() {
        slot++;
        long height = tip().height() + 1;
        Tokens tokens = tip().tokens();
        List<Landed> transactions = new ArrayList<>();
        List<Delivery> due = new ArrayList<>();
        List<Delivery> refused = new ArrayList<>();
        underWay.removeIf(delivery -> delivery.dueHeight() <= height && due.add(delivery));
        for (Delivery delivery : due) {
            WireTransaction transaction = delivery.transaction();
            if (lastValidBlockHeight(transaction) < height) {
                refused.add(delivery);
            } else if (landed.add(transaction.signature())) {
                String error;
                if (observer.failsByChance(transaction)) {
                    error = "{\"InstructionError\":[0,\"ComputationalBudgetExceeded\"]}";
                } else {
                    Tokens.Outcome outcome = tokens.execute(transaction, height);
                    tokens = outcome.after();
                    error = outcome.error();
                }
                transactions.add(new Landed(delivery.wire(), transaction, error));
            }
        }
        blocks.add(new Block(slot, height, branch, transactions, refused, tokens));
        finalized = Math.max(finalized, blocks.size() - FINALIZED_DEPTH);
        transactions.forEach(observer::landed);
        due.forEach(this::reportIfLost);
    }

    /** The newest blocks never were: their transactions are under way again, or forgotten. */
    void fork(int depth, Dice dice) {
        branch++;
        List<Delivery> forgotten = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            Block dropped = blocks.remove(blocks.size() - 1);
            for (Landed transaction : dropped.transactions()) {
                landed.remove(transaction.transaction().signature());
                observer.dropped(transaction);
                Delivery again = new Delivery(
                        transaction.wire(), transaction.transaction(), tip().height() + dice.between(1, 5));
                (dice.chance(0.5) ? underWay : forgotten).add(again);
            }
            for (Delivery late : dropped.refused()) {
                underWay.add(new Delivery(late.wire(), late.transaction(), tip().height() + dice.between(1, 5)));
            }
        }
        forgotten.forEach(this::reportIfLost);
    }

    /** How many blocks a fork can drop now. */
    int unfinalized() {
        return blocks.size() - finalized;
    }

    private void reportIfLost(Delivery delivery) {
        ByteBuffer signature = delivery.transaction().signature();
        if (!landed.contains(signature)
                && underWay.stream()
                        .noneMatch(other -> other.transaction().signature().equals(signature))) {
            observer.lost(delivery.transaction());
        }
    }

    private Block tip() {
        return blocks.get(blocks.size() - 1);
    }
}
