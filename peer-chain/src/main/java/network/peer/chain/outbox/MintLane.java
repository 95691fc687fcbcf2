package network.peer.chain.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.keys.Signer;
import network.peer.chain.outbox.MintBatch.Issuer;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.LaneLease;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.SettlementStore;
import network.peer.settlement.SignedBytes;
import network.peer.token.Ids;
import network.peer.token.PublicKey;

/**
 * Pays out of the reward pool: claims MINT intents, signs as few transactions as they fit into, stores each and sends
 * it once. What happens to a stored attempt from then on is the tracker's. The lane's authority pays its own fees.
 */
public final class MintLane {
    public static final String NAME = "mint";

    private static final Logger LOGGER = System.getLogger(MintLane.class.getName());

    private final SettlementStore store;
    private final Endpoints endpoints;
    private final Signer authority;
    private final Issuer issuer;
    private final NetworkLimits limits;
    private final String owner;
    private final LaneSettings settings;

    public MintLane(
            SettlementStore store,
            Endpoints endpoints,
            Signer authority,
            PublicKey mint,
            NetworkLimits limits,
            String owner,
            LaneSettings settings) {
        this.store = store;
        this.endpoints = endpoints;
        this.authority = authority;
        this.issuer = new Issuer(mint, authority.publicKey());
        this.limits = limits;
        this.owner = owner;
        this.settings = settings;
    }

    /** Works off one claim. @return whether there was anything to do, so that there may be more */
    public boolean runOnce() {
        Optional<LaneLease> lease = store.lease(NAME, owner, settings.lease());
        if (lease.isEmpty()) {
            return false;
        }
        List<ClaimedIntent> claimed = store.claim(lease.get(), settings.claimLimit(), settings.lease());
        if (claimed.isEmpty()) {
            return false;
        }
        List<Signed> signed;
        try {
            signed = sign(claimed);
        } catch (RpcException | LaneFaultException fault) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-001 lane fault lane={0} intents={1} cause={2}",
                    NAME,
                    claimed.size(),
                    fault.getMessage());
            store.release(lease.get(), ids(claimed), settings.faultPause(), String.valueOf(fault.getMessage()));
            return false;
        }
        for (Signed attempt : signed) {
            if (isStored(lease.get(), attempt.attempt())) {
                send(attempt);
            }
        }
        return true;
    }

    /** A signed transaction beside the row that is to be stored. */
    private record Signed(NewAttempt attempt, SignedTransaction transaction) {}

    private List<Signed> sign(List<ClaimedIntent> claimed) {
        SolanaRpc rpc = endpoints.preferred();
        LatestBlockhash blockhash = plausibleBlockhash(rpc);
        Set<PublicKey> missing = walletsWithoutAccount(rpc, claimed);
        long priorityFee = priorityFeeMicroLamports(rpc);
        List<MintBatch> batches = MintBatch.pack(claimed, issuer, missing, limits);
        String batchKey = claimed.get(0).batchKey();
        long firstNumber = store.reserveBatchNumbers(batchKey, batches.size());
        List<Signed> signed = new ArrayList<>(batches.size());
        for (MintBatch batch : batches) {
            Memo memo = new Memo(Memo.MINT, batchKey, firstNumber + signed.size(), batch.attemptNumber());
            signed.add(sign(rpc, batch, memo, blockhash, missing, priorityFee));
        }
        return signed;
    }

    private Signed sign(
            SolanaRpc rpc,
            MintBatch batch,
            Memo memo,
            LatestBlockhash blockhash,
            Set<PublicKey> missing,
            long priorityFee) {
        SimulationResult simulation = rpc.simulateUnsigned(
                message(batch, memo, blockhash, missing, limits.computeUnits(), priorityFee), ReadAt.CONFIRMED);
        if (simulation.wouldFail()) {
            throw new LaneFaultException(
                    "simulation failed: " + simulation.error() + " " + String.join(" | ", simulation.logs()));
        }
        int computeUnitLimit = withMargin(simulation.unitsConsumed());
        SignedTransaction transaction = SignedTransaction.sign(
                message(batch, memo, blockhash, missing, computeUnitLimit, priorityFee), List.of(authority));
        NewAttempt attempt = new NewAttempt(
                Ids.newId(),
                memo.text(),
                transaction.signature(),
                new SignedBytes(transaction.wire()),
                blockhash.blockhash().base58(),
                blockhash.lastValidBlockHeight(),
                blockhash.contextSlot(),
                computeUnitLimit,
                priorityFee,
                batch.intentIds());
        return new Signed(attempt, transaction);
    }

    private TransactionMessage message(
            MintBatch batch,
            Memo memo,
            LatestBlockhash blockhash,
            Set<PublicKey> missing,
            int computeUnitLimit,
            long priorityFee) {
        return TransactionMessage.of(
                MessageVersion.LEGACY,
                issuer.authority(),
                blockhash.blockhash(),
                batch.instructions(issuer, missing, memo, computeUnitLimit, priorityFee),
                limits);
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
        List<PublicKey> wallets = MintBatch.wallets(claimed);
        Set<PublicKey> missing = new HashSet<>();
        for (int from = 0; from < wallets.size(); from += SolanaRpc.MAX_ACCOUNTS_PER_CALL) {
            List<PublicKey> page =
                    wallets.subList(from, Math.min(wallets.size(), from + SolanaRpc.MAX_ACCOUNTS_PER_CALL));
            Map<PublicKey, TokenAccount> existing = rpc.getTokenAccounts(
                            page.stream()
                                    .map(wallet -> AssociatedTokenAccounts.address(wallet, issuer.mint()))
                                    .toList(),
                            ReadAt.CONFIRMED)
                    .value();
            for (PublicKey wallet : page) {
                if (!existing.containsKey(AssociatedTokenAccounts.address(wallet, issuer.mint()))) {
                    missing.add(wallet);
                }
            }
        }
        return missing;
    }

    /** The third quartile of what was lately paid for the accounts that every mint writes, up to the cap. */
    private long priorityFeeMicroLamports(SolanaRpc rpc) {
        List<Long> recent = rpc.getRecentPrioritizationFees(List.of(issuer.mint(), issuer.authority())).stream()
                .map(PrioritizationFee::microLamportsPerUnit)
                .sorted()
                .toList();
        long quartile = recent.isEmpty() ? 0 : recent.get(recent.size() * 3 / 4);
        return Math.min(quartile, settings.priorityFeeCapMicroLamports());
    }

    /** Beat three. If the commit's outcome is not known, only bytes that are found stored may be sent. */
    private boolean isStored(LaneLease lease, NewAttempt attempt) {
        try {
            store.store(lease, attempt);
            return true;
        } catch (FencedOffException fencedOff) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-002 signed bytes thrown away unsent memo={0} cause={1}",
                    attempt.memo(),
                    fencedOff.getMessage());
            return false;
        } catch (RuntimeException uncertain) {
            LOGGER.log(Level.WARNING, "PEER-SET-003 outcome of storing is not known memo=" + attempt.memo(), uncertain);
            return store.isStored(attempt.id());
        }
    }

    /** Beat four, the first time. The tracker sends the same bytes again until they are final or expired. */
    private void send(Signed signed) {
        UUID id = signed.attempt().id();
        SubmitOutcome outcome = endpoints.preferred().send(signed.transaction(), true);
        LOGGER.log(
                Level.INFO,
                "attempt sent id={0} memo={1} signature={2} intents={3} lastValidBlockHeight={4} outcome={5}",
                id,
                signed.attempt().memo(),
                signed.attempt().signature(),
                signed.attempt().intentIds().size(),
                Long.toString(signed.attempt().lastValidBlockHeight()),
                outcome);
        if (outcome instanceof SubmitOutcome.Accepted) {
            store.record(id, AttemptFact.submitted(), Duration.ZERO);
        } else if (outcome instanceof SubmitOutcome.Unknown unknown) {
            store.record(id, AttemptFact.unknown(unknown.cause()), Duration.ZERO);
        }
    }

    private static List<UUID> ids(List<ClaimedIntent> intents) {
        return intents.stream().map(ClaimedIntent::id).toList();
    }
}
