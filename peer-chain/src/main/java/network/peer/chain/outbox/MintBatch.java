package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.ComputeBudgetInstructions;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.chain.tx.TransactionSizer;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;

/** Payouts that fit into one transaction, memo and fee instructions counted. */
record MintBatch(List<ClaimedIntent> intents) {
    MintBatch {
        intents = List.copyOf(intents);
    }

    /** The mint and who may mint. */
    record Issuer(PublicKey mint, PublicKey authority) {}

    /**
     * As many payouts as fit into each, in their order.
     *
     * @param missing wallets that have no token account yet
     */
    static List<MintBatch> pack(
            List<ClaimedIntent> claimed, Issuer issuer, Set<PublicKey> missing, NetworkLimits limits) {
        List<MintBatch> batches = new ArrayList<>();
        List<ClaimedIntent> current = new ArrayList<>();
        TransactionSizer sizer = emptySizer(issuer, limits);
        for (ClaimedIntent intent : claimed) {
            if (!sizer.tryAdd(payout(intent, issuer, missing))) {
                if (current.isEmpty()) {
                    throw new IllegalStateException("intent " + intent.id() + " alone exceeds a transaction");
                }
                batches.add(new MintBatch(current));
                current = new ArrayList<>();
                sizer = emptySizer(issuer, limits);
                sizer.tryAdd(payout(intent, issuer, missing));
            }
            current.add(intent);
        }
        if (!current.isEmpty()) {
            batches.add(new MintBatch(current));
        }
        return batches;
    }

    /** Everything the transaction does. */
    List<Instruction> instructions(
            Issuer issuer, Set<PublicKey> missing, Memo memo, int computeUnitLimit, long priorityFeeMicroLamports) {
        List<Instruction> instructions =
                new ArrayList<>(frame(memo.text(), computeUnitLimit, priorityFeeMicroLamports));
        intents.forEach(intent -> instructions.addAll(payout(intent, issuer, missing)));
        return instructions;
    }

    /** One more than the most that any of the intents was part of. */
    int attemptNumber() {
        return 1 + intents.stream().mapToInt(ClaimedIntent::attempts).max().orElse(0);
    }

    List<UUID> intentIds() {
        return intents.stream().map(ClaimedIntent::id).toList();
    }

    /** The wallets that are paid. */
    static List<PublicKey> wallets(Collection<ClaimedIntent> intents) {
        return intents.stream()
                .flatMap(intent -> intent.legs().stream())
                .map(MintBatch::recipient)
                .distinct()
                .toList();
    }

    private static List<Instruction> frame(String memo, int computeUnitLimit, long priorityFeeMicroLamports) {
        return List.of(
                ComputeBudgetInstructions.setComputeUnitLimit(computeUnitLimit),
                ComputeBudgetInstructions.setComputeUnitPrice(priorityFeeMicroLamports),
                MemoInstructions.memo(memo));
    }

    private static List<Instruction> payout(ClaimedIntent intent, Issuer issuer, Set<PublicKey> missing) {
        List<Instruction> instructions = new ArrayList<>();
        for (PayableLeg leg : intent.legs()) {
            PublicKey wallet = recipient(leg);
            PublicKey account = AssociatedTokenAccounts.address(wallet, issuer.mint());
            if (missing.contains(wallet)) {
                instructions.add(AssociatedTokenAccounts.createIdempotent(issuer.authority(), wallet, issuer.mint()));
            }
            instructions.add(
                    Token2022Instructions.mintToChecked(issuer.mint(), account, issuer.authority(), leg.amount()));
        }
        return instructions;
    }

    private static TransactionSizer emptySizer(Issuer issuer, NetworkLimits limits) {
        TransactionSizer sizer = new TransactionSizer(limits, MessageVersion.LEGACY, issuer.authority());
        if (!sizer.tryAdd(frame("x".repeat(Memo.LONGEST_BYTES), limits.computeUnits(), Long.MAX_VALUE))) {
            throw new IllegalStateException("the memo alone exceeds a transaction");
        }
        return sizer;
    }

    private static PublicKey recipient(PayableLeg leg) {
        return Objects.requireNonNull(leg.to(), "a mint has a recipient");
    }
}
