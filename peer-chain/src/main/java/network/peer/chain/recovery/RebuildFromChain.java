package network.peer.chain.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.WalletSigners;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.LaneWork;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.wallet.Wallet;

/**
 * Brings a database that lost commits up to what our signers have on chain, oldest transaction first. Running it again
 * continues where it ended; running it over a whole database changes nothing.
 */
public final class RebuildFromChain {
    private static final int ADDRESSES_A_ROUND = 1_000;

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

    /**
     * @throws LaneInUseException if a live node holds a lane
     * @throws HistoryGapException if the endpoints do not keep the history that is needed
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
        NeededHistory needed =
                new NeededHistory(mint, options.fromTheBeginning() ? 0 : settlement.newestFinalizedSlot());
        HistoryReplay replay = new HistoryReplay(store, endpoints, mint, workOf, needed, options, progress);
        replay.run();
        List<Finding> lost = new LostWallets(store, endpoints, keystore, mint).keep(options);
        List<Finding> findings = new ArrayList<>(replay.findings());
        findings.addAll(lost);
        int adopted = options.dryRun() ? 0 : adoptPayouts.getAsInt();
        Optional<String> unfinished = options.dryRun()
                ? Optional.of("a dry run")
                : unplaced(replay.blocked()).or(this::undecided);
        Summary summary = new Summary(
                replay.seen(),
                replay.restored(),
                replay.settled(),
                replay.booked(),
                adopted,
                lost.size(),
                findings,
                unfinished);
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
                new AttemptTracker(settlement, endpoints, () -> Duration.ZERO, () -> Duration.ZERO, System::nanoTime);
        AttemptTracker.Round round = tracker.runOnce();
        progress.accept("live attempts of the database: " + round.live() + ", closed now: " + round.closed());
    }

    /** Only what is placed may people decide about. */
    private Optional<String> undecided() {
        store.placed();
        List<Finding> undecided = store.undecided();
        return undecided.isEmpty() ? Optional.empty() : Optional.of("a person must decide about " + undecided.get(0));
    }

    private Optional<String> unplaced(Optional<String> blocked) {
        if (blocked.isPresent()) {
            return blocked;
        }
        return new LostDatabaseGuard(
                        store,
                        settlement,
                        endpoints,
                        keystore,
                        mint,
                        List.copyOf(workOf.keySet()),
                        NetworkLimits.PUBLIC_CLUSTERS,
                        () -> Duration.ZERO,
                        System::nanoTime)
                .newestUnknown()
                .map(info -> info.signature() + " is not finalized yet: run it again in a minute");
    }
}
