package network.peer.chain.tx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.peer.chain.tx.TransactionSizer.Size;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction takes while instructions are added to it, and which of the tables make it smaller. Adding costs as
 * much as what is added, however much is there already; the last addition can be taken back.
 */
final class RunningSize {
    /** A table costs 32 bytes for its address and two for its lengths, and saves 31 for each account. */
    private static final int FEWEST_ACCOUNTS_A_TABLE = 2;

    private static final int BYTES_A_TABLE = PublicKey.LENGTH_BYTES + 2;

    private final List<LookupTable> tables;
    private final boolean alwaysVersioned;
    private final Map<PublicKey, Use> uses = new HashMap<>();
    private final Map<PublicKey, List<Integer>> inSeveral = new HashMap<>();
    private final int[] held;
    private final List<Change> changes = new ArrayList<>();
    private Totals totals = new Totals(0, 0, 0, 0);
    private Totals totalsBefore = totals;

    /** @param tables of tables that hold equally many of the accounts, the last by address is taken */
    RunningSize(PublicKey feePayer, List<LookupTable> tables, MessageVersion atLeast) {
        this.tables = tables.stream()
                .sorted(Comparator.comparing(LookupTable::address).reversed())
                .toList();
        this.alwaysVersioned = atLeast == MessageVersion.V0;
        this.held = new int[tables.size()];
        use(feePayer, new Use(true, false, tablesOf(feePayer)));
    }

    /** How the message uses an account, and which tables hold it. */
    private record Use(boolean signer, boolean program, List<Integer> tables) {
        boolean mayBeLookedUp() {
            return !signer && !program;
        }
    }

    private record Change(PublicKey account, @Nullable Use before) {}

    private record Totals(int signers, int instructions, int instructionBytes, int traceEntries) {}

    /**
     * @param tables those that are used, the one that holds most of what is left first
     * @param lookedUp how many accounts they hold together
     */
    private record Choice(List<LookupTable> tables, int lookedUp) {}

    void add(List<Instruction> group) {
        changes.clear();
        totalsBefore = totals;
        for (Instruction instruction : group) {
            add(instruction.program(), false, true);
            instruction.accounts().forEach(meta -> add(meta.address(), meta.signer(), false));
            int accounts = instruction.accounts().size();
            int data = instruction.dataLength();
            totals = new Totals(
                    totals.signers(),
                    totals.instructions() + 1,
                    totals.instructionBytes()
                            + 1
                            + WireWriter.compactU16Length(accounts)
                            + accounts
                            + WireWriter.compactU16Length(data)
                            + data,
                    totals.traceEntries() + instruction.traceEntries());
        }
    }

    /** Takes back what was added last. */
    void undo() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            Use now = uses.get(change.account());
            if (now != null) {
                count(change.account(), now, -1);
            }
            if (change.before() == null) {
                uses.remove(change.account());
            } else {
                uses.put(change.account(), change.before());
                count(change.account(), change.before(), 1);
            }
        }
        changes.clear();
        totals = totalsBefore;
    }

    Size size() {
        Choice choice = choice();
        int named = uses.size() - choice.lookedUp();
        boolean versioned = alwaysVersioned || !choice.tables().isEmpty();
        int bytes = WireWriter.compactU16Length(totals.signers())
                + totals.signers() * 64
                + 3
                + WireWriter.compactU16Length(named)
                + named * PublicKey.LENGTH_BYTES
                + 32
                + WireWriter.compactU16Length(totals.instructions())
                + totals.instructionBytes()
                + (versioned ? 2 : 0)
                + choice.tables().size() * BYTES_A_TABLE
                + choice.lookedUp();
        return new Size(bytes, uses.size(), totals.traceEntries(), totals.signers());
    }

    /** The smallest form of what was added. */
    MessageForm form() {
        List<LookupTable> used = choice().tables();
        return used.isEmpty() && !alwaysVersioned
                ? MessageForm.of(MessageVersion.LEGACY)
                : new MessageForm(MessageVersion.V0, used);
    }

    private void add(PublicKey account, boolean signer, boolean program) {
        Use before = uses.get(account);
        if (before == null) {
            use(account, new Use(signer, program, tablesOf(account)));
        } else if ((signer && !before.signer()) || (program && !before.program())) {
            use(account, new Use(signer || before.signer(), program || before.program(), before.tables()));
        }
    }

    private void use(PublicKey account, Use use) {
        Use before = uses.put(account, use);
        changes.add(new Change(account, before));
        if (before != null) {
            count(account, before, -1);
        }
        count(account, use, 1);
    }

    private void count(PublicKey account, Use use, int by) {
        if (use.signer()) {
            totals = new Totals(
                    totals.signers() + by, totals.instructions(), totals.instructionBytes(), totals.traceEntries());
        }
        if (use.mayBeLookedUp()) {
            for (int table : use.tables()) {
                held[table] += by;
            }
            if (use.tables().size() > 1) {
                if (by > 0) {
                    inSeveral.put(account, use.tables());
                } else {
                    inSeveral.remove(account);
                }
            }
        }
    }

    private List<Integer> tablesOf(PublicKey account) {
        return IntStream.range(0, tables.size())
                .filter(table -> tables.get(table).holds(account))
                .boxed()
                .toList();
    }

    private Choice choice() {
        if (tables.isEmpty()) {
            return new Choice(List.of(), 0);
        }
        int[] left = held.clone();
        List<List<Integer>> shared = new ArrayList<>(inSeveral.values());
        List<LookupTable> used = new ArrayList<>();
        int lookedUp = 0;
        for (int most = most(left); left[most] >= FEWEST_ACCOUNTS_A_TABLE; most = most(left)) {
            Integer chosen = most;
            used.add(tables.get(chosen));
            lookedUp += left[chosen];
            shared.stream()
                    .filter(holders -> holders.contains(chosen))
                    .forEach(holders -> holders.forEach(table -> left[table]--));
            shared.removeIf(holders -> holders.contains(chosen));
            left[chosen] = 0;
        }
        return new Choice(used, lookedUp);
    }

    private static int most(int[] left) {
        int most = 0;
        for (int table = 1; table < left.length; table++) {
            if (left[table] > left[most]) {
                most = table;
            }
        }
        return most;
    }
}
