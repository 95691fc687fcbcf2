package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.ComputeBudgetInstructions;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletKey;

/**
 * What intents become on chain. Payouts share the memo at the transaction's head; each movement brings its own.
 *
 * @param mint the PEER mint
 * @param feePayer pays fees and rent; of a mint lane, the mint's authority
 * @param missing wallets that have no token account yet
 */
record Payments(PublicKey mint, PublicKey feePayer, Set<PublicKey> missing) {
    /** How many instructions come before the first intent's, at most. */
    static final int MOST_HEAD_INSTRUCTIONS = 3;

    /** The compute budget, and the payouts' memo if there are payouts. */
    List<Instruction> head(int computeUnitLimit, long priorityFeeMicroLamports, List<Memo> payoutsMemo) {
        List<Instruction> head = new ArrayList<>();
        head.add(ComputeBudgetInstructions.setComputeUnitLimit(computeUnitLimit));
        head.add(ComputeBudgetInstructions.setComputeUnitPrice(priorityFeeMicroLamports));
        payoutsMemo.forEach(memo -> head.add(MemoInstructions.memo(memo.text())));
        return head;
    }

    /** All that one intent does: it lands whole or not at all. */
    List<Instruction> of(ClaimedIntent intent) {
        List<Instruction> instructions = new ArrayList<>();
        if (intent.kind() != IntentKind.MINT) {
            instructions.add(MemoInstructions.memo(Memo.ofMovement(intent).text()));
        }
        intent.legs().forEach(leg -> instructions.addAll(of(leg)));
        return instructions;
    }

    /** The wallets that are credited, each of which needs a token account. */
    static List<PublicKey> credited(Collection<ClaimedIntent> intents) {
        return intents.stream()
                .flatMap(intent -> intent.legs().stream())
                .map(PayableLeg::to)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /**
     * What intents write that others write too, as far as one question may name it: payouts all write the mint, and each
     * recipient's account only once a day.
     */
    List<PublicKey> contended(Collection<ClaimedIntent> intents) {
        Set<PublicKey> written = new LinkedHashSet<>();
        written.add(feePayer);
        intents.stream().flatMap(intent -> intent.legs().stream()).forEach(leg -> written.addAll(contended(leg)));
        return written.stream().limit(SolanaRpc.MAX_FEE_ACCOUNTS_PER_CALL).toList();
    }

    private List<PublicKey> contended(PayableLeg leg) {
        return switch (leg.instruction()) {
            case MINT -> List.of(mint);
            case TRANSFER -> List.of(account(owner(leg)), account(recipient(leg)));
            case BURN -> List.of(account(owner(leg)), mint);
        };
    }

    /** The token accounts that are credited and exist. */
    List<PublicKey> existingAccounts(Collection<ClaimedIntent> intents) {
        return credited(intents).stream()
                .filter(wallet -> !missing.contains(wallet))
                .map(this::account)
                .toList();
    }

    private List<Instruction> of(PayableLeg leg) {
        return switch (leg.instruction()) {
            case MINT -> {
                List<Instruction> instructions = new ArrayList<>(creation(recipient(leg)));
                instructions.add(
                        Token2022Instructions.mintToChecked(mint, account(recipient(leg)), feePayer, leg.amount()));
                yield instructions;
            }
            case TRANSFER -> {
                List<Instruction> instructions = new ArrayList<>(creation(recipient(leg)));
                instructions.add(Token2022Instructions.transferChecked(
                        account(owner(leg)), mint, account(recipient(leg)), owner(leg), leg.amount()));
                yield instructions;
            }
            case BURN ->
                List.of(Token2022Instructions.burnChecked(account(owner(leg)), mint, owner(leg), leg.amount()));
        };
    }

    private List<Instruction> creation(PublicKey wallet) {
        return missing.contains(wallet)
                ? List.of(AssociatedTokenAccounts.createIdempotent(feePayer, wallet, mint))
                : List.of();
    }

    private PublicKey account(PublicKey wallet) {
        return AssociatedTokenAccounts.address(wallet, mint);
    }

    private static PublicKey recipient(PayableLeg leg) {
        return Objects.requireNonNull(leg.to(), "a mint and a transfer have a recipient");
    }

    private static PublicKey owner(PayableLeg leg) {
        WalletKey from = Objects.requireNonNull(leg.from(), "a transfer and a burn have an owner");
        return from.address();
    }
}
