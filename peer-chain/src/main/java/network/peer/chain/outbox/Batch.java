package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.TransactionSizer;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.token.PublicKey;

/** Intents that fit into one transaction, memo and fee instructions counted, in the order of the books. */
record Batch(List<ClaimedIntent> intents) {
    Batch {
        intents = List.copyOf(intents);
    }

    /**
     * @param leftOver intents that debit a wallet of a transaction that is full: they must wait until it is final
     * @param tooLarge intents that exceed a transaction alone
     */
    record Packed(List<Batch> batches, List<ClaimedIntent> leftOver, List<ClaimedIntent> tooLarge) {
        /** Without the last transaction, unless it is the only one: what it has room for may be behind this claim. */
        Filled filled() {
            int last = batches.size() - 1;
            return last < 1
                    ? new Filled(batches, List.of())
                    : new Filled(batches.subList(0, last), batches.get(last).intents());
        }
    }

    /** @param spare intents that another claim can fill a transaction with */
    record Filled(List<Batch> batches, List<ClaimedIntent> spare) {}

    /**
     * As many intents as fit into each; all that debit one wallet go into one transaction, in their order.
     *
     * @param tables of payouts, which commute: those whose recipients share a table go together
     */
    static Packed pack(List<ClaimedIntent> claimed, Payments payments, NetworkLimits limits, List<LookupTable> tables) {
        Packer packer = new Packer(payments, limits, tables);
        byTable(claimed, payments, tables).forEach(packer::add);
        return packer.packed();
    }

    private static List<ClaimedIntent> byTable(
            List<ClaimedIntent> claimed, Payments payments, List<LookupTable> tables) {
        if (tables.isEmpty()) {
            return claimed;
        }
        Map<UUID, Integer> tableOf = new HashMap<>();
        for (ClaimedIntent intent : claimed) {
            List<PublicKey> accounts = payments.existingAccounts(List.of(intent));
            int first = 0;
            while (first < tables.size() && accounts.stream().noneMatch(tables.get(first)::holds)) {
                first++;
            }
            tableOf.put(intent.id(), first);
        }
        return claimed.stream()
                .sorted(Comparator.comparing(intent -> tableOf.getOrDefault(intent.id(), tables.size())))
                .toList();
    }

    List<Instruction> instructions(
            Payments payments, int computeUnitLimit, long priorityFeeMicroLamports, List<Memo> payoutsMemo) {
        List<Instruction> instructions =
                new ArrayList<>(payments.head(computeUnitLimit, priorityFeeMicroLamports, payoutsMemo));
        intents.forEach(intent -> instructions.addAll(payments.of(intent)));
        return instructions;
    }

    /** One more than the most that any of the intents was part of. */
    int attemptNumber() {
        return 1 + intents.stream().mapToInt(ClaimedIntent::attempts).max().orElse(0);
    }

    boolean isPayouts() {
        return intents.get(0).kind() == IntentKind.MINT;
    }

    List<UUID> intentIds() {
        return intents.stream().map(ClaimedIntent::id).toList();
    }

    /** Two smaller batches; what debits one wallet is never put into two transactions. */
    Halves halves() {
        List<List<ClaimedIntent>> groups = groupsByWallet();
        if (groups.size() == 1) {
            return new Halves(List.of(new Batch(intents.subList(0, 1))), intents.subList(1, intents.size()));
        }
        int middle = groups.size() / 2;
        return new Halves(
                List.of(
                        new Batch(flat(groups.subList(0, middle))),
                        new Batch(flat(groups.subList(middle, groups.size())))),
                List.of());
    }

    /**
     * @param mustWait intents that debit the same wallet as the one before them, which is tried alone
     */
    record Halves(List<Batch> batches, List<ClaimedIntent> mustWait) {}

    private List<List<ClaimedIntent>> groupsByWallet() {
        List<List<ClaimedIntent>> groups = new ArrayList<>();
        for (ClaimedIntent intent : intents) {
            List<ClaimedIntent> group = new ArrayList<>();
            groups.removeIf(other -> {
                boolean connected =
                        other.stream().anyMatch(earlier -> !Collections.disjoint(earlier.debited(), intent.debited()));
                if (connected) {
                    group.addAll(other);
                }
                return connected;
            });
            group.add(intent);
            groups.add(group);
        }
        return groups;
    }

    private List<ClaimedIntent> flat(List<List<ClaimedIntent>> groups) {
        Set<ClaimedIntent> chosen = new HashSet<>();
        groups.forEach(chosen::addAll);
        return intents.stream().filter(chosen::contains).toList();
    }

    private static final class Packer {
        private final Payments payments;
        private final NetworkLimits limits;
        private final List<LookupTable> tables;
        private final List<Open> open = new ArrayList<>();
        private final Map<PublicKey, Open> byWallet = new HashMap<>();
        private final Set<PublicKey> full = new HashSet<>();
        private final List<ClaimedIntent> leftOver = new ArrayList<>();
        private final List<ClaimedIntent> tooLarge = new ArrayList<>();

        Packer(Payments payments, NetworkLimits limits, List<LookupTable> tables) {
            this.payments = payments;
            this.limits = limits;
            this.tables = tables;
        }

        private static final class Open {
            private final TransactionSizer sizer;
            private final List<ClaimedIntent> intents = new ArrayList<>();

            Open(TransactionSizer sizer) {
                this.sizer = sizer;
            }
        }

        void add(ClaimedIntent intent) {
            Set<PublicKey> debited = intent.debited();
            Set<Open> places = new HashSet<>();
            debited.forEach(wallet -> {
                Open place = byWallet.get(wallet);
                if (place != null) {
                    places.add(place);
                }
            });
            boolean mustWait = debited.stream().anyMatch(full::contains) || places.size() > 1;
            if (mustWait || !place(intent, places)) {
                full.addAll(debited);
                leftOver.add(intent);
            }
        }

        Packed packed() {
            return new Packed(
                    open.stream().map(one -> new Batch(one.intents)).toList(),
                    List.copyOf(leftOver),
                    List.copyOf(tooLarge));
        }

        /** @return false if the transaction that it must go into is full */
        private boolean place(ClaimedIntent intent, Set<Open> places) {
            List<Instruction> instructions = payments.of(intent);
            if (!places.isEmpty()) {
                return put(intent, instructions, places.iterator().next());
            }
            if (!open.isEmpty() && put(intent, instructions, open.get(open.size() - 1))) {
                return true;
            }
            Open fresh = new Open(emptySizer(intent.kind()));
            if (put(intent, instructions, fresh)) {
                open.add(fresh);
                return true;
            }
            tooLarge.add(intent);
            full.addAll(intent.debited());
            return true;
        }

        private boolean put(ClaimedIntent intent, List<Instruction> instructions, Open place) {
            if (!place.sizer.tryAdd(instructions)) {
                return false;
            }
            place.intents.add(intent);
            intent.debited().forEach(wallet -> byWallet.put(wallet, place));
            return true;
        }

        private TransactionSizer emptySizer(IntentKind kind) {
            TransactionSizer sizer = new TransactionSizer(limits, payments.feePayer(), tables);
            List<Memo> memo = kind == IntentKind.MINT ? List.of(Memo.longest()) : List.of();
            if (!sizer.tryAdd(payments.head(limits.computeUnits(), Long.MAX_VALUE, memo))) {
                throw new IllegalStateException("the head alone exceeds a transaction");
            }
            return sizer;
        }
    }
}
