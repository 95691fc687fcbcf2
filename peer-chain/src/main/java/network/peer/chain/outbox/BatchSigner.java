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
import network.peer.chain.outbox.Isolation.Simulated;
import network.peer.chain.outbox.Isolation.Sound;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
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
    private final WitnessedBlockhash blockhashes;
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
        this.blockhashes = new WitnessedBlockhash(endpoints, limits);
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
     * @param spare what did not fill a transaction, while others wait that could go with it
     * @param mustWait for the transaction that debits their wallet before them
     * @param awaitsCredits for tokens that are on their way to their wallet
     * @param poisoned with the cause: they would fail whatever they are packed with
     */
    record Outcome(
            List<Signed> signed,
            List<ClaimedIntent> spare,
            List<ClaimedIntent> mustWait,
            List<ClaimedIntent> awaitsCredits,
            Map<ClaimedIntent, String> poisoned) {}

    /**
     * What all transactions of one claim share.
     *
     * @param known what a node must have seen at least: one address may hide several nodes, and one that lags would
     *     blame an intent for what it has not seen yet
     */
    private record Terms(
            SolanaRpc rpc,
            LatestBlockhash blockhash,
            Payments payments,
            long priorityFeeMicroLamports,
            List<LookupTable> tables,
            ReadAt known) {
        Terms withoutTables() {
            return new Terms(rpc, blockhash, payments, priorityFeeMicroLamports, List.of(), known);
        }
    }

    /**
     * @param more whether others wait behind this claim
     * @throws LaneFaultException if it is nobody's own fault that nothing can be signed
     * @throws network.peer.chain.rpc.RpcException if the node does not answer, or refuses
     */
    Outcome sign(List<ClaimedIntent> claimed, boolean more) {
        SolanaRpc rpc = endpoints.preferred();
        try {
            return sign(claimed, more, rpc);
        } catch (RpcException failure) {
            endpoints.failed(rpc, failure);
            throw failure;
        }
    }

    private Outcome sign(List<ClaimedIntent> claimed, boolean more, SolanaRpc rpc) {
        long finalizedSlot = store.newestFinalizedSlot();
        LatestBlockhash blockhash = blockhashes.from(rpc, ReadAt.CONFIRMED.notBefore(finalizedSlot));
        AtSlot<Set<PublicKey>> missing = walletsWithoutAccount(rpc, claimed);
        Payments payments = new Payments(mint, keys.feePayer().publicKey(), missing.value());
        Terms terms = new Terms(
                rpc,
                blockhash,
                payments,
                priorityFeeMicroLamports(rpc, payments.contended(claimed)),
                usableTables(claimed, payments),
                ReadAt.CONFIRMED.notBefore(Math.max(missing.slot(), Math.max(finalizedSlot, blockhash.contextSlot()))));
        if (terms.tables().isEmpty()) {
            return sign(claimed, more, terms);
        }
        try {
            return sign(claimed, more, terms);
        } catch (RpcError | LaneFaultException failure) {
            if (!isAboutLookupTables(failure)) {
                throw failure;
            }
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-024 lookup tables refused, payouts go without them tables={0} cause={1}",
                    terms.tables().size(),
                    failure.getMessage());
            return sign(claimed, more, terms.withoutTables());
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

    private Outcome sign(List<ClaimedIntent> claimed, boolean more, Terms terms) {
        Batch.Packed packed = Batch.pack(claimed, terms.payments(), limits, terms.tables());
        Map<ClaimedIntent, String> poisoned = new LinkedHashMap<>();
        packed.tooLarge().forEach(intent -> poisoned.put(intent, "exceeds a transaction alone"));
        Isolation isolation = new Isolation(
                batch -> simulate(terms.rpc(), terms, batch),
                (batch, error) -> failsElsewhereToo(terms, batch, error),
                headInstructions(claimed));
        Batch.Filled filled = more && new Batch(claimed).isPayouts()
                ? packed.filled()
                : new Batch.Filled(packed.batches(), List.of());
        filled.batches().forEach(isolation::examine);
        poisoned.putAll(isolation.poisoned());
        return new Outcome(
                signAll(terms, isolation.sound()), filled.spare(), packed.leftOver(), isolation.waiting(), poisoned);
    }

    private Simulated simulate(SolanaRpc rpc, Terms terms, Batch batch) {
        TransactionMessage message = message(terms, batch);
        return new Simulated(message, rpc.simulateUnsigned(message, terms.known()));
    }

    /** @throws LaneFaultException if another endpoint does not answer: then nobody is to blame yet */
    private boolean failsElsewhereToo(Terms terms, Batch batch, String error) {
        for (SolanaRpc other : endpoints.all()) {
            try {
                if (other != terms.rpc()
                        && !error.equals(simulate(other, terms, batch).result().error())) {
                    return false;
                }
            } catch (RpcException silent) {
                endpoints.failed(other, silent);
                throw new LaneFaultException("no second opinion on intent " + batch.intentIds() + ", which fails with "
                        + error + ": " + silent.getMessage());
            }
        }
        return true;
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

    /** The message that was simulated, but for the head: nobody's accounts depend on that. */
    private Signed sign(Terms terms, Sound sound, Memo memo) {
        Batch batch = sound.batch();
        int computeUnitLimit = ComputeBudget.limit(sound.computeUnits(), limits);
        List<Instruction> head = terms.payments()
                .head(
                        computeUnitLimit,
                        terms.priorityFeeMicroLamports(),
                        batch.isPayouts() ? List.of(memo) : List.of());
        SignedTransaction transaction =
                SignedTransaction.sign(sound.message().withHead(head, limits), keys.signers(batch.intents()));
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

    private TransactionMessage message(Terms terms, Batch batch) {
        PublicKey feePayer = terms.payments().feePayer();
        List<Memo> memoWhileSimulated = batch.isPayouts() ? List.of(Memo.longest()) : List.of();
        List<Instruction> instructions = batch.instructions(
                terms.payments(), limits.computeUnits(), terms.priorityFeeMicroLamports(), memoWhileSimulated);
        return TransactionMessage.of(
                MessageForm.smallest(feePayer, instructions, terms.tables()),
                feePayer,
                terms.blockhash().blockhash(),
                instructions,
                limits);
    }

    private static int headInstructions(List<ClaimedIntent> claimed) {
        return new Batch(claimed).isPayouts() ? Payments.MOST_HEAD_INSTRUCTIONS : Payments.MOST_HEAD_INSTRUCTIONS - 1;
    }

    /**
     * Asked of what is final: a fork can take back an account that is only confirmed, and creating one that exists does
     * no harm.
     */
    private AtSlot<Set<PublicKey>> walletsWithoutAccount(SolanaRpc rpc, List<ClaimedIntent> claimed) {
        List<PublicKey> wallets = Payments.credited(claimed);
        Set<PublicKey> missing = new HashSet<>();
        long slot = 0;
        for (int from = 0; from < wallets.size(); from += SolanaRpc.MAX_ACCOUNTS_PER_CALL) {
            List<PublicKey> page =
                    wallets.subList(from, Math.min(wallets.size(), from + SolanaRpc.MAX_ACCOUNTS_PER_CALL));
            AtSlot<Map<PublicKey, TokenAccount>> existing = rpc.getTokenAccounts(
                    page.stream()
                            .map(wallet -> AssociatedTokenAccounts.address(wallet, mint))
                            .toList(),
                    ReadAt.FINALIZED);
            slot = Math.max(slot, existing.slot());
            for (PublicKey wallet : page) {
                if (!existing.value().containsKey(AssociatedTokenAccounts.address(wallet, mint))) {
                    missing.add(wallet);
                }
            }
        }
        return new AtSlot<>(slot, missing);
    }

    private long priorityFeeMicroLamports(SolanaRpc rpc, List<PublicKey> written) {
        return ComputeBudget.priorityFeeMicroLamports(
                rpc.getRecentPrioritizationFees(written), priorityFeeCapMicroLamports);
    }
}
