package network.peer.chain.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import network.peer.BusinessException;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.WalletSigners;
import network.peer.chain.recovery.DerivedWallets.Found;
import network.peer.chain.recovery.SignerHistory.Depth;
import network.peer.chain.recovery.SignerHistory.Walk;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.DryRunException;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LaneWork;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.RecoveryStore.Booking;
import network.peer.settlement.RecoveryStore.Restored;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;

/**
 * Brings a database that lost commits up to what our signers have on chain, oldest transaction first. Running it again
 * continues where it ended; running it over a whole database changes nothing.
 */
public final class RebuildFromChain {
    private static final int ADDRESSES_A_ROUND = 1_000;
    private static final int PROGRESS_EVERY = 100;

    private final RecoveryStore store;
    private final SettlementStore settlement;
    private final Endpoints endpoints;
    private final Keystore keystore;
    private final PublicKey mint;
    private final IntSupplier adoptPayouts;
    private final Consumer<String> progress;
    private final Map<PublicKey, LaneWork> workOf = new LinkedHashMap<>();

    /**
     * @param adoptPayouts marks shares of open reward days whose payouts are on the books now
     * @param progress takes lines for people
     */
    public RebuildFromChain(
            RecoveryStore store,
            SettlementStore settlement,
            Endpoints endpoints,
            Keystore keystore,
            PublicKey mint,
            IntSupplier adoptPayouts,
            Consumer<String> progress) {
        this.store = store;
        this.settlement = settlement;
        this.endpoints = endpoints;
        this.keystore = keystore;
        this.mint = mint;
        this.adoptPayouts = adoptPayouts;
        this.progress = progress;
        workOf.put(keystore.signer(KeyRole.MINT_AUTHORITY).publicKey(), LaneWork.MINT);
        workOf.put(keystore.signer(KeyRole.FEE_PAYER).publicKey(), LaneWork.TRANSFER);
    }

    /**
     * @param dryRun change nothing but the addresses of wallets, which any node records too; each transaction is judged
     *     as if it were the only one
     * @param gapLimit how many unused derivation indexes in a row end the search for wallets of lost users
     * @param fromTheBeginning read the whole history instead of what is newer than the newest known attempt
     */
    public record Options(boolean dryRun, int gapLimit, boolean fromTheBeginning) {
        public Options {
            if (gapLimit < 1) {
                throw new IllegalArgumentException("a gap limit of " + gapLimit);
            }
        }
    }

    /**
     * What was done.
     *
     * @param restored attempts that the database did not know
     * @param settled intents that they settled
     * @param booked payouts and movements that were posted
     * @param unfinished why the lanes stay paused; empty if they may go on
     */
    public record Summary(
            long seen,
            int restored,
            int settled,
            int booked,
            int adoptedShares,
            long walletsOfLostUsers,
            List<Finding> findings,
            Optional<String> unfinished) {

        @Override
        public String toString() {
            Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
            findings.forEach(finding -> kinds.merge(finding.kind(), 1, Integer::sum));
            return "read=" + seen + " restored=" + restored + " settled=" + settled + " booked=" + booked
                    + " adoptedShares=" + adoptedShares + " walletsOfLostUsers=" + walletsOfLostUsers + " findings="
                    + kinds + unfinished.map(why -> " unfinished: " + why).orElse("");
        }
    }

    /** What adds up while the history is gone through. */
    private static final class Progress {
        private long seen;
        private int restored;
        private int settled;
        private int booked;
        private final List<Finding> findings = new ArrayList<>();
        private Optional<String> blocked = Optional.empty();
    }

    /**
     * @throws LaneInUseException if a live node holds a lane
     * @throws network.peer.chain.rpc.RpcException if the chain cannot be read; then run it again
     */
    public Summary run(Options options) {
        if (!options.dryRun()) {
            List<String> held = store.begin("rebuild-from-chain is running, or ended before it was done");
            if (!held.isEmpty()) {
                throw new LaneInUseException("lanes are in use: " + String.join(", ", held)
                        + "; stop all nodes, or pause settlement and wait until the leases have run out");
            }
        }
        recordAddresses();
        if (!options.dryRun()) {
            followLiveAttempts();
        }
        Progress done = new Progress();
        restoreAll(options, done);
        long lost = keepLostWallets(options, done);
        int adopted = options.dryRun() ? 0 : adoptPayouts.getAsInt();
        Optional<String> unfinished = options.dryRun() ? Optional.of("a dry run") : unfinished(done);
        Summary summary = new Summary(
                done.seen, done.restored, done.settled, done.booked, adopted, lost, done.findings, unfinished);
        if (unfinished.isEmpty()) {
            store.finish(summary.toString());
        }
        progress.accept(summary.toString());
        return summary;
    }

    private void recordAddresses() {
        WalletSigners signers = new WalletSigners(keystore);
        List<Wallet> wallets;
        do {
            wallets = store.walletsWithoutAddress(ADDRESSES_A_ROUND);
            wallets.forEach(wallet -> store.recordAddress(wallet.id(), signers.addressOf(wallet)));
        } while (wallets.size() == ADDRESSES_A_ROUND);
    }

    /** What the database has as live was sent long ago: it has landed or can be proved absent. */
    private void followLiveAttempts() {
        AttemptTracker tracker =
                new AttemptTracker(settlement, endpoints, () -> Duration.ZERO, Duration.ZERO, System::nanoTime);
        AttemptTracker.Round round = tracker.runOnce();
        progress.accept("live attempts of the database: " + round.live() + ", closed now: " + round.closed());
    }

    /** A transaction that may be ours, and whose it would be. */
    private record Candidate(SignatureInfo info, PublicKey signer) {}

    private void restoreAll(Options options, Progress done) {
        List<Candidate> candidates = candidates(options, done);
        progress.accept("transactions to look at: " + candidates.size() + " of " + done.seen + " in the history");
        for (int from = 0; from < candidates.size(); from += SolanaRpc.MAX_SIGNATURES_PER_CALL) {
            List<Candidate> page =
                    candidates.subList(from, Math.min(candidates.size(), from + SolanaRpc.MAX_SIGNATURES_PER_CALL));
            List<SignatureStatuses> others = statusesOfTheOtherEndpoints(page);
            for (Candidate candidate : page) {
                Optional<String> blocked = isFinalAtAll(candidate, others)
                        ? restore(candidate, options, done)
                        : Optional.of("not finalized at every endpoint of the quorum");
                if (blocked.isPresent()) {
                    done.blocked = Optional.of(candidate.info().signature() + ": " + blocked.get());
                    if (!options.dryRun()) {
                        return;
                    }
                    progress.accept("would stop at " + done.blocked.get());
                }
            }
        }
    }

    /** Oldest first over both signers, from every endpoint: one that hides something cannot hide it from the others. */
    private List<Candidate> candidates(Options options, Progress done) {
        Depth depth = options.fromTheBeginning() ? Depth.TO_THE_BEGINNING : Depth.TO_NEWEST_KNOWN;
        Map<TransactionSignature, Candidate> found = new LinkedHashMap<>();
        for (PublicKey signer : workOf.keySet()) {
            for (SolanaRpc rpc : endpoints.all()) {
                Walk walk = new SignerHistory(rpc, signer, store::known).walk(depth);
                done.seen += walk.seen();
                walk.unknown().forEach(info -> found.putIfAbsent(info.signature(), new Candidate(info, signer)));
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparingLong(candidate -> candidate.info().slot()))
                .toList();
    }

    private List<SignatureStatuses> statusesOfTheOtherEndpoints(List<Candidate> page) {
        List<TransactionSignature> signatures =
                page.stream().map(candidate -> candidate.info().signature()).toList();
        return endpoints.all().subList(1, endpoints.finalityQuorum()).stream()
                .map(rpc -> rpc.getSignatureStatuses(signatures, true))
                .toList();
    }

    private static boolean isFinalAtAll(Candidate candidate, List<SignatureStatuses> others) {
        return others.stream().allMatch(statuses -> {
            SignatureStatus status = statuses.of(candidate.info().signature());
            return status != null && status.isFinalized();
        });
    }

    /** @return why it could not be restored now */
    private Optional<String> restore(Candidate candidate, Options options, Progress done) {
        SolanaRpc first = endpoints.all().get(0);
        LandedTransaction landed =
                SignerHistory.transaction(first, candidate.info().signature(), Commitment.FINALIZED);
        if (!SignerHistory.isOurs(landed, candidate.signer())) {
            return Optional.empty();
        }
        LaneWork work = Objects.requireNonNull(workOf.get(candidate.signer()));
        Optional<LandedAttempt> attempt = new AttemptReader(first, mint).read(landed, work);
        if (attempt.isEmpty()) {
            Finding unreadable = new Finding(Kind.UNREADABLE, landed.signature().base58(), "slot " + landed.slot());
            done.findings.add(unreadable);
            if (!options.dryRun()) {
                store.record(List.of(unreadable));
            }
            return Optional.of("signed by us, but not of our making by its instructions");
        }
        Restored restored = restore(attempt.get(), options.dryRun());
        if (restored.blockedBy().isEmpty()) {
            done.restored++;
            done.settled += restored.settled();
            done.booked += restored.booked();
            done.findings.addAll(restored.findings());
            if (done.restored % PROGRESS_EVERY == 0) {
                progress.accept("restored " + done.restored + ", slot " + landed.slot());
            }
        }
        return restored.blockedBy();
    }

    private Restored restore(LandedAttempt attempt, boolean dryRun) {
        try {
            try {
                return store.restore(attempt, Booking.POST, dryRun);
            } catch (BusinessException refused) {
                progress.accept("the ledger refuses to post " + attempt.memo() + ": " + refused.getMessage());
                return store.restore(attempt, Booking.LIST, dryRun);
            }
        } catch (DryRunException dry) {
            return dry.restored();
        }
    }

    /** A new user must never inherit a lost user's wallet. */
    private long keepLostWallets(Options options, Progress done) {
        DerivedWallets derived = new DerivedWallets(endpoints.preferred(), keystore, mint);
        List<Found> lost = new ArrayList<>();
        List<Long> orphaned = store.orphanedDerivationIndexes(-1, SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        while (!orphaned.isEmpty()) {
            lost.addAll(derived.among(orphaned));
            orphaned =
                    store.orphanedDerivationIndexes(orphaned.get(orphaned.size() - 1), SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        }
        lost.addAll(derived.from(store.nextDerivationIndex(), options.gapLimit()));
        List<Finding> findings = lost.stream()
                .map(wallet -> new Finding(
                        Kind.UNKNOWN_WALLET,
                        wallet.address().base58(),
                        "derivation index " + wallet.index() + ", "
                                + wallet.tokens().display() + " PEER"))
                .toList();
        done.findings.addAll(findings);
        if (!options.dryRun() && !lost.isEmpty()) {
            store.record(findings);
            store.skipDerivationIndexes(lost.get(lost.size() - 1).index());
        }
        return lost.size();
    }

    private Optional<String> unfinished(Progress done) {
        if (done.blocked.isPresent()) {
            return done.blocked;
        }
        List<Finding> undecided = store.undecided();
        if (!undecided.isEmpty()) {
            return Optional.of("a person must decide about " + undecided.get(0));
        }
        return new LostDatabaseGuard(
                        store, endpoints, keystore, mint, List.copyOf(workOf.keySet()), NetworkLimits.PUBLIC_CLUSTERS)
                .newestUnknown()
                .map(info -> info.signature() + " is not finalized yet: run it again in a minute");
    }
}
