package network.peer.chain.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.confirm.AttemptTracker.Round;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.WalletSigners;
import network.peer.chain.outbox.BatchSigner;
import network.peer.chain.outbox.LaneKeys;
import network.peer.chain.outbox.LaneSettings;
import network.peer.chain.outbox.SettlementLane;
import network.peer.chain.outbox.UsableTables;
import network.peer.chain.recovery.LostDatabaseGuard;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.tables.LookupTablePolicy;
import network.peer.chain.tables.LookupTables;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.chain.tx.NetworkLimits;
import network.peer.configuration.Setting;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementStore;
import network.peer.token.Ids;
import org.jspecify.annotations.Nullable;

/** What this node pays with: its lanes, the tracker, the lookup tables, and the guard that must have looked before. */
final class PayingWork {
    /**
     * Ten transactions of 53, as many as fit through a lookup table, so that none is left half empty. No more: they are
     * simulated one after the other while the lease runs.
     */
    private static final int PAYOUTS_A_CLAIM = 10 * 53;

    private static final int MOVEMENTS_A_CLAIM = 64;
    private static final Duration FAULT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_FAULT_PAUSE = Duration.ofMinutes(1);
    private static final Duration ALIKE_WITHIN = Duration.ofMinutes(10);
    private static final int RESEND_EVERY_BLOCKS = 5;
    private static final int REJECTED_PAUSE_BLOCKS = 12;
    private static final int UNREADABLE_PAUSE_BLOCKS = 5;

    private final SettlementStore store;
    private final LookupTableStore tableStore;
    private final RecoveryStore recovery;
    private final SettlementTelemetry telemetry;
    private final String owner;
    private final IdleLanes idle;
    private final Map<Lane, SettlementLane> lanes = new ConcurrentHashMap<>();
    private @Nullable AttemptTracker tracker;
    private @Nullable LookupTables tables;
    private volatile @Nullable LostDatabaseGuard guard;

    /** @param owner in whose name lanes are leased */
    PayingWork(
            SettlementStore store,
            LookupTableStore tableStore,
            RecoveryStore recovery,
            SettlementTelemetry telemetry,
            String owner) {
        this.store = store;
        this.tableStore = tableStore;
        this.recovery = recovery;
        this.telemetry = telemetry;
        this.owner = owner;
        this.idle = new IdleLanes(store.lanes());
    }

    /** Until nothing is left that the lane could do now. */
    void work(Lane lane, OpenChain chain) {
        if (!idle.looks(lane)) {
            return;
        }
        SettlementLane worker = lanes.computeIfAbsent(lane, newLane -> worker(newLane, chain));
        LostDatabaseGuard checking = guard(chain);
        boolean mayHaveMore = true;
        while (mayHaveMore) {
            mayHaveMore = checking.isChecked() && worker.runOnce();
            if (mayHaveMore) {
                idle.found(lane);
            }
        }
    }

    /** Whether the database was compared with the chain, so that what it says is owed may be. */
    boolean isChecked(OpenChain chain) {
        return guard(chain).isChecked();
    }

    private synchronized LostDatabaseGuard guard(OpenChain chain) {
        LostDatabaseGuard existing = guard;
        if (existing == null) {
            existing = new LostDatabaseGuard(
                    recovery,
                    store,
                    chain.endpoints(),
                    chain.keystore(),
                    chain.mint(),
                    List.of(
                            chain.keystore().signer(KeyRole.MINT_AUTHORITY).publicKey(),
                            chain.keystore().signer(KeyRole.FEE_PAYER).publicKey()),
                    NetworkLimits.PUBLIC_CLUSTERS,
                    () -> chain.endpoints().pace().blocks(UNREADABLE_PAUSE_BLOCKS),
                    System::nanoTime);
            guard = existing;
        }
        return existing;
    }

    /** What failed may have been the database, and it may come back as another one. */
    void doubtTheDatabase(Throwable failure) {
        LostDatabaseGuard existing = guard;
        if (existing != null && !(failure instanceof RpcException)) {
            existing.doubt();
        }
    }

    /** Only the tracker's own thread comes here. */
    Round track(OpenChain chain) {
        if (tracker == null) {
            tracker = new AttemptTracker(
                    store,
                    chain.endpoints(),
                    () -> chain.endpoints().pace().blocks(RESEND_EVERY_BLOCKS),
                    () -> chain.endpoints().pace().blocks(REJECTED_PAUSE_BLOCKS),
                    System::nanoTime,
                    telemetry);
        }
        return tracker.runOnce();
    }

    /** Lanes and rounds share them. */
    synchronized LookupTables tables(OpenChain chain) {
        LookupTables existing = tables;
        if (existing != null) {
            return existing;
        }
        LookupTables created = new LookupTables(
                tableStore,
                chain.endpoints(),
                chain.keystore().signer(KeyRole.MINT_AUTHORITY),
                chain.mint(),
                NetworkLimits.PUBLIC_CLUSTERS,
                new LookupTablePolicy(
                        Math.toIntExact(Setting.SETTLEMENT_TABLES_PAID_DAYS.positiveNumber()),
                        Math.toIntExact(Setting.SETTLEMENT_TABLES_WINDOW_DAYS.positiveNumber()),
                        Math.toIntExact(Setting.SETTLEMENT_TABLES_UNUSED_DAYS.positiveNumber()),
                        Math.toIntExact(Setting.SETTLEMENT_TABLES_LEAST_RECIPIENTS.positiveNumber())));
        tables = created;
        return created;
    }

    private SettlementLane worker(Lane lane, OpenChain chain) {
        Keystore keystore = chain.keystore();
        WalletSigners wallets = new WalletSigners(keystore);
        KeyRole feePayer = lane.work() == LaneWork.MINT ? KeyRole.MINT_AUTHORITY : KeyRole.FEE_PAYER;
        BatchSigner signer = new BatchSigner(
                store,
                chain.endpoints(),
                new LaneKeys(keystore.signer(feePayer), wallets::of),
                chain.mint(),
                NetworkLimits.PUBLIC_CLUSTERS,
                Setting.SETTLEMENT_PRIORITY_FEE_CAP.positiveNumber(),
                Ids::newId,
                lane.work() == LaneWork.MINT ? tables(chain)::holding : UsableTables.NONE);
        return new SettlementLane(
                store,
                chain.endpoints(),
                signer,
                lane,
                owner,
                new LaneSettings(
                        lane.work() == LaneWork.MINT ? PAYOUTS_A_CLAIM : MOVEMENTS_A_CLAIM,
                        Setting.SETTLEMENT_LEASE_SECONDS.seconds(),
                        FAULT_PAUSE,
                        LONGEST_FAULT_PAUSE,
                        ALIKE_WITHIN),
                telemetry);
    }
}
