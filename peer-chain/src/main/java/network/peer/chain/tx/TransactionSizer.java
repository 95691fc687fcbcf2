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
    private final RunningSize size;
    private final List<Instruction> instructions = new ArrayList<>();

    public TransactionSizer(NetworkLimits limits, MessageVersion version, PublicKey feePayer) {
        this(limits, new RunningSize(feePayer, List.of(), version));
    }

    /** In whatever form is the smallest with these tables. */
    public TransactionSizer(NetworkLimits limits, PublicKey feePayer, List<LookupTable> tables) {
        this(limits, new RunningSize(feePayer, tables, MessageVersion.LEGACY));
    }

    private TransactionSizer(NetworkLimits limits, RunningSize size) {
        this.limits = limits;
        this.size = size;
    }

    /** Adds the group after what was added before, or changes nothing and answers false if it does not fit. */
    public boolean tryAdd(List<Instruction> group) {
        size.add(group);
        if (!size.size().isWithin(limits)) {
            size.undo();
            return false;
        }
        instructions.addAll(group);
        return true;
    }

    /** What was added, in order. */
    public List<Instruction> instructions() {
        return List.copyOf(instructions);
    }

    public Size size() {
        return size.size();
    }

    static Size measure(MessageVersion version, PublicKey feePayer, List<Instruction> instructions) {
        return measure(MessageForm.of(version), feePayer, instructions);
    }

    static Size measure(MessageForm form, PublicKey feePayer, List<Instruction> instructions) {
        Map<PublicKey, AccountMeta> accounts = AccountOrder.merge(feePayer, instructions);
        Map<PublicKey, LookupTable> tableOf = MessageAccounts.tableOf(accounts, instructions, form.tables());
        int signers =
                (int) accounts.values().stream().filter(AccountMeta::signer).count();
        int named = accounts.size() - tableOf.size();
        int bytes = WireWriter.compactU16Length(signers)
                + signers * 64
                + 3
                + WireWriter.compactU16Length(named)
                + named * PublicKey.LENGTH_BYTES
                + 32
                + WireWriter.compactU16Length(instructions.size())
                + (form.version() == MessageVersion.V0 ? 2 : 0)
                + lookupBytes(tableOf);
        int trace = 0;
        for (Instruction instruction : instructions) {
            int used = instruction.accounts().size();
            int data = instruction.dataLength();
            bytes += 1 + WireWriter.compactU16Length(used) + used + WireWriter.compactU16Length(data) + data;
            trace += instruction.traceEntries();
        }
        return new Size(bytes, accounts.size(), trace, signers);
    }

    /** Of up to 64 accounts a transaction, so that each length is one byte. */
    private static int lookupBytes(Map<PublicKey, LookupTable> tableOf) {
        int tables = (int)
                tableOf.values().stream().map(LookupTable::address).distinct().count();
        return tables * (PublicKey.LENGTH_BYTES + 2) + tableOf.size();
    }

    /**
     * The size of a transaction in each thing the network limits.
     *
     * @param bytes on the wire, signatures included
     * @param accountLocks accounts, those that are looked up included
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
