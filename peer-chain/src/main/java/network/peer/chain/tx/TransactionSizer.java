package network.peer.chain.tx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.peer.token.PublicKey;

/**
 * Tells a packer how many instructions fit: groups of instructions are added whole or not at all, without a blockhash
 * and without signing.
 */
public final class TransactionSizer {
    private final NetworkLimits limits;
    private final MessageVersion version;
    private final PublicKey feePayer;
    private List<Instruction> instructions = List.of();

    public TransactionSizer(NetworkLimits limits, MessageVersion version, PublicKey feePayer) {
        this.limits = limits;
        this.version = version;
        this.feePayer = feePayer;
    }

    /** Adds the group after what was added before, or changes nothing and answers false if it does not fit. */
    public boolean tryAdd(List<Instruction> group) {
        List<Instruction> longer = new ArrayList<>(instructions);
        longer.addAll(group);
        if (!measure(version, feePayer, longer).isWithin(limits)) {
            return false;
        }
        instructions = List.copyOf(longer);
        return true;
    }

    /** What was added, in order. */
    public List<Instruction> instructions() {
        return instructions;
    }

    public Size size() {
        return measure(version, feePayer, instructions);
    }

    static Size measure(MessageVersion version, PublicKey feePayer, List<Instruction> instructions) {
        Map<PublicKey, AccountMeta> accounts = AccountOrder.merge(feePayer, instructions);
        int signers =
                (int) accounts.values().stream().filter(AccountMeta::signer).count();
        int bytes = WireWriter.compactU16Length(signers)
                + signers * 64
                + 3
                + WireWriter.compactU16Length(accounts.size())
                + accounts.size() * PublicKey.LENGTH_BYTES
                + 32
                + WireWriter.compactU16Length(instructions.size())
                + (version == MessageVersion.V0 ? 2 : 0);
        int trace = 0;
        for (Instruction instruction : instructions) {
            int named = instruction.accounts().size();
            int data = instruction.dataLength();
            bytes += 1 + WireWriter.compactU16Length(named) + named + WireWriter.compactU16Length(data) + data;
            trace += instruction.traceEntries();
        }
        return new Size(bytes, accounts.size(), trace, signers);
    }

    /**
     * The size of a transaction in each thing the network limits.
     *
     * @param bytes on the wire, signatures included
     * @param traceEntries instructions that will run, those that programs call included as far as known beforehand
     */
    public record Size(int bytes, int accountLocks, int traceEntries, int signatures) {
        boolean isWithin(NetworkLimits limits) {
            return bytes <= limits.transactionBytes()
                    && accountLocks <= limits.accountLocks()
                    && traceEntries <= limits.instructionTraceEntries();
        }

        void requireWithin(NetworkLimits limits) {
            require("account locks", accountLocks, limits.accountLocks());
            require("bytes", bytes, limits.transactionBytes());
            require("instruction trace entries", traceEntries, limits.instructionTraceEntries());
        }

        private static void require(String what, int actual, int limit) {
            if (actual > limit) {
                throw new TransactionTooLargeException(what, actual, limit);
            }
        }
    }
}
