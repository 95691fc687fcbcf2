package network.peer.chain.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import network.peer.chain.outbox.Isolation.Sound;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcError;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.MessageForm;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.SettlementStore;
import network.peer.settlement.SignedBytes;
import network.peer.token.PublicKey;

/** Beat two: makes signed transactions of claimed intents; nothing leaves the process signed. */
public final class BatchSigner {
    private static final Logger LOGGER = System.getLogger(BatchSigner.class.getName());

    private final SettlementStore store;
    private final Endpoints endpoints;
    private final LaneKeys keys;
    private final PublicKey mint;
    private final NetworkLimits limits;
    private final long priorityFeeCapMicroLamports;
    private final Supplier<UUID> attemptIds;
    private final UsableTables tables;

    /** As below, without lookup tables. */
    public BatchSigner(
            SettlementStore store,
            Endpoints endpoints,
            LaneKeys keys,
            PublicKey mint,
            NetworkLimits limits,
            long priorityFeeCapMicroLamports,
            Supplier<UUID> attemptIds) {
        this(store, endpoints, keys, mint, limits, priorityFeeCapMicroLamports, attemptIds, UsableTables.NONE);
    }

    /**
     * @param store for the payouts' batch numbers only
     * @param attemptIds gives each attempt an id of its own; later ones are greater
     * @param tables for payouts; what else there is pays a signature for each wallet and would gain little
     */
    public BatchSigner(
            SettlementStore store,
            Endpoints endpoints,
            LaneKeys keys,
            PublicKey mint,
            NetworkLimits limits,
            long priorityFeeCapMicroLamports,
            Supplier<UUID> attemptIds,
            UsableTables tables) {
        this.store = store;
        this.endpoints = endpoints;
        this.keys = keys;
        this.mint = mint;
        this.limits = limits;
        this.priorityFeeCapMicroLamports = priorityFeeCapMicroLamports;
        this.attemptIds = attemptIds;
        this.tables = tables;
    }

    /** A signed transaction beside the row that is to be stored. */
    record Signed(NewAttempt attempt, SignedTransaction transaction) {}

    /**
     * What became of a claim.
     *
     * @param mustWait for the transaction that debits their wallet before them
     * @param awaitsCredits for tokens that are on their way to their wallet
     * @param poisoned with the cause: they would fail whatever they are packed with
     */
    record Outcome(
            List<Signed> signed,
            List<ClaimedIntent> mustWait,
            List<ClaimedIntent> awaitsCredits,
            Map<ClaimedIntent, String> poisoned) {}

    /** What all transactions of one claim share. */
    private record Terms(
            SolanaRpc rpc,
            LatestBlockhash blockhash,
            Payments payments,
            long priorityFeeMicroLamports,
            List<LookupTable> tables) {
        Terms withoutTables() {
            return new Terms(rpc, blockhash, payments, priorityFeeMicroLamports, List.of());
        }
    }

    /**
     * @throws LaneFaultException if it is nobody's own fault that nothing can be signed
     * @throws network.peer.chain.rpc.RpcException if the node does not answer, or refuses
     */
    Outcome sign(List<ClaimedIntent> claimed) {
        SolanaRpc rpc = endpoints.preferred();
        try {
            return sign(claimed, rpc);
        } catch (RpcException failure) {
            endpoints.failed(rpc, failure);
            throw failure;
        }
    }

    private Outcome sign(List<ClaimedIntent> claimed, SolanaRpc rpc) {
        LatestBlockhash blockhash = plausibleBlockhash(rpc);
        Payments payments = new Payments(mint, keys.feePayer().publicKey(), walletsWithoutAccount(rpc, claimed));
        Terms terms =
                new Terms(rpc, blockhash, payments, priorityFeeMicroLamports(rpc), usableTables(claimed, payments));
        if (terms.tables().isEmpty()) {
            return sign(claimed, terms);
        }
        try {
            return sign(claimed, terms);
        } catch (RpcError | LaneFaultException failure) {
            if (!isAboutLookupTables(failure)) {
                throw failure;
            }
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-024 lookup tables refused, payouts go without them tables={0} cause={1}",
                    terms.tables().size(),
                    failure.getMessage());
            return sign(claimed, terms.withoutTables());
        }
    }

    private List<LookupTable> usableTables(List<ClaimedIntent> claimed, Payments payments) {
        return new Batch(claimed).isPayouts()
                ? tables.holding(LocalDate.parse(claimed.get(0).batchKey()), payments.existingAccounts(claimed))
                : List.of();
    }

    private static boolean isAboutLookupTables(RuntimeException failure) {
        return failure instanceof RpcError error
                ? error.isAboutLookupTables()
                : String.valueOf(failure.getMessage()).contains("AddressLookupTable");
    }

    private Outcome sign(List<ClaimedIntent> claimed, Terms terms) {
        Batch.Packed packed = Batch.pack(claimed, terms.payments(), limits, terms.tables());
        Map<ClaimedIntent, String> poisoned = new LinkedHashMap<>();
        packed.tooLarge().forEach(intent -> poisoned.put(intent, "exceeds a transaction alone"));
        Isolation isolation = new Isolation(
                batch -> terms.rpc()
                        .simulateUnsigned(
                                message(terms, batch, limits.computeUnits(), memoWhileSimulated(batch)),
                                ReadAt.CONFIRMED),
                headInstructions(claimed));
        packed.batches().forEach(isolation::examine);
        poisoned.putAll(isolation.poisoned());
        return new Outcome(signAll(terms, isolation.sound()), packed.leftOver(), isolation.waiting(), poisoned);
    }

    private List<Signed> signAll(Terms terms, List<Sound> sound) {
        List<Signed> signed = new ArrayList<>();
        if (sound.isEmpty()) {
            return signed;
        }
        boolean payouts = sound.get(0).batch().isPayouts();
        String batchKey = sound.get(0).batch().intents().get(0).batchKey();
        long number = payouts ? store.reserveBatchNumbers(batchKey, sound.size()) : 0;
        for (Sound one : sound) {
            Batch batch = one.batch();
            Memo memo = payouts
                    ? Memo.ofPayouts(batchKey, number + signed.size(), batch.attemptNumber())
                    : Memo.ofMovement(batch.intents().get(0));
            signed.add(sign(terms, one, memo));
        }
        return signed;
    }

    private Signed sign(Terms terms, Sound sound, Memo memo) {
        Batch batch = sound.batch();
        int computeUnitLimit = withMargin(sound.computeUnits());
        SignedTransaction transaction = SignedTransaction.sign(
                message(terms, batch, computeUnitLimit, batch.isPayouts() ? List.of(memo) : List.of()),
                keys.signers(batch.intents()));
        LatestBlockhash blockhash = terms.blockhash();
        NewAttempt attempt = new NewAttempt(
                attemptIds.get(),
                memo.text(),
                transaction.signature(),
                new SignedBytes(transaction.wire()),
                blockhash.blockhash().base58(),
                blockhash.lastValidBlockHeight(),
                blockhash.contextSlot(),
                computeUnitLimit,
                terms.priorityFeeMicroLamports(),
                batch.intentIds());
        return new Signed(attempt, transaction);
    }

    private TransactionMessage message(Terms terms, Batch batch, int computeUnitLimit, List<Memo> payoutsMemo) {
        PublicKey feePayer = terms.payments().feePayer();
        List<Instruction> instructions =
                batch.instructions(terms.payments(), computeUnitLimit, terms.priorityFeeMicroLamports(), payoutsMemo);
        return TransactionMessage.of(
                MessageForm.smallest(feePayer, instructions, terms.tables()),
                feePayer,
                terms.blockhash().blockhash(),
                instructions,
                limits);
    }

    private static List<Memo> memoWhileSimulated(Batch batch) {
        return batch.isPayouts() ? List.of(Memo.longest()) : List.of();
    }

    private static int headInstructions(List<ClaimedIntent> claimed) {
        return new Batch(claimed).isPayouts() ? Payments.MOST_HEAD_INSTRUCTIONS : Payments.MOST_HEAD_INSTRUCTIONS - 1;
    }

    /** A tenth more than simulated, since accounts created meanwhile change the path a little. */
    private int withMargin(long simulatedUnits) {
        return (int) Math.min(limits.computeUnits(), simulatedUnits + simulatedUnits / 10 + 1_000);
    }

    /** A node that gives a blockhash from another time would let us re-sign too early or wait for ever. */
    private LatestBlockhash plausibleBlockhash(SolanaRpc rpc) {
        LatestBlockhash blockhash = rpc.getLatestBlockhash(ReadAt.CONFIRMED);
        long height = rpc.getBlockHeight(ReadAt.CONFIRMED.notBefore(blockhash.contextSlot()));
        long left = blockhash.lastValidBlockHeight() - height;
        if (left <= 0 || left > limits.blockhashLifetimeBlocks()) {
            throw new LaneFaultException("implausible lastValidBlockHeight " + blockhash.lastValidBlockHeight()
                    + " at block height " + height + " from " + rpc.endpoint());
        }
        return blockhash;
    }

    private Set<PublicKey> walletsWithoutAccount(SolanaRpc rpc, List<ClaimedIntent> claimed) {
        List<PublicKey> wallets = Payments.credited(claimed);
        Set<PublicKey> missing = new HashSet<>();
        for (int from = 0; from < wallets.size(); from += SolanaRpc.MAX_ACCOUNTS_PER_CALL) {
            List<PublicKey> page =
                    wallets.subList(from, Math.min(wallets.size(), from + SolanaRpc.MAX_ACCOUNTS_PER_CALL));
            Map<PublicKey, TokenAccount> existing = rpc.getTokenAccounts(
                            page.stream()
                                    .map(wallet -> AssociatedTokenAccounts.address(wallet, mint))
                                    .toList(),
                            ReadAt.CONFIRMED)
                    .value();
            for (PublicKey wallet : page) {
                if (!existing.containsKey(AssociatedTokenAccounts.address(wallet, mint))) {
                    missing.add(wallet);
                }
            }
        }
        return missing;
    }

    /** The third quartile of what was lately paid for the accounts that every transaction writes, up to the cap. */
    private long priorityFeeMicroLamports(SolanaRpc rpc) {
        List<Long> recent = rpc
                .getRecentPrioritizationFees(List.of(mint, keys.feePayer().publicKey()))
                .stream()
                .map(PrioritizationFee::microLamportsPerUnit)
                .sorted()
                .toList();
        long quartile = recent.isEmpty() ? 0 : recent.get(recent.size() * 3 / 4);
        return Math.min(quartile, priorityFeeCapMicroLamports);
    }
}
