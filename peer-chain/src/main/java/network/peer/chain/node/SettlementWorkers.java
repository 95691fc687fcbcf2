package network.peer.chain.node;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import network.peer.BusinessException;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.confirm.AttemptTracker.Round;
import network.peer.chain.costs.CostBooker;
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
import network.peer.chain.tx.NetworkLimits;
import network.peer.configuration.Setting;
import network.peer.operations.NodeIdentity;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.ChainGate;
import network.peer.settlement.FeePayer;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.Netting;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementGauges;
import network.peer.settlement.SettlementStore;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of this node's workers: addresses for new wallets, the lanes, the tracker, lookup tables, and the
 * conservation check after every batch and once a minute. Polling is the guarantee; a round that fails is logged and
 * tried again.
 */
@Singleton
@Startup
@DependsOn("DatabaseStartup")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class SettlementWorkers {
    private static final Logger LOGGER = System.getLogger(SettlementWorkers.class.getName());
    private static final int PAYOUTS_A_CLAIM = 512;
    private static final int MOVEMENTS_A_CLAIM = 64;
    private static final int ADDRESSES_A_ROUND = 200;
    private static final Duration FAULT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_FAULT_PAUSE = Duration.ofMinutes(1);
    private static final Duration ALIKE_WITHIN = Duration.ofMinutes(10);
    private static final int RESEND_EVERY_BLOCKS = 5;
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
    private static final Duration REJECTED_PAUSE = Duration.ofSeconds(5);
    private static final long LOW_RUNWAY_DAYS = 7;
    private static final Duration TABLES_PERIOD = Duration.ofSeconds(2);
    private static final int TABLE_ROUNDS_A_REVIEW = 300;
    private static final Duration NETTING_PERIOD = Duration.ofSeconds(1);
    private static final int WINDOWS_A_ROUND = 500;
    private static final Duration SETTLED_PERIOD = Duration.ofSeconds(2);
    private static final int MOST_ATTEMPTS_MEASURED = 1_000;
    private static final Duration CONSERVATION_PERIOD = Duration.ofMinutes(1);

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private ChainConnection connection;

    @Inject
    private SettlementStore store;

    @Inject
    private LookupTableStore tableStore;

    @Inject
    private RecoveryStore recovery;

    @Inject
    private Wallets wallets;

    @Inject
    private BusinessClock businessClock;

    @Inject
    private ChainBooks chainBooks;

    @Inject
    private Netting netting;

    @Inject
    private SettlementGauges gauges;

    @Inject
    private NodeTelemetry telemetry;

    @EJB
    private ChainGate gate;

    private final String owner = owner();
    private final AtomicBoolean batchClosed = new AtomicBoolean();
    private final AtomicBoolean tablesDue = new AtomicBoolean();
    private final List<ExecutorService> workers = new CopyOnWriteArrayList<>();
    private final Map<Lane, SettlementLane> lanes = new ConcurrentHashMap<>();
    private @Nullable AttemptTracker tracker;
    private @Nullable LookupTables tables;
    private long tableRounds;
    private volatile @Nullable LostDatabaseGuard guard;

    /** @throws IllegalStateException if chain, mint or business time are not what this database is for, or a setting is wrong */
    @PostConstruct
    void start() {
        businessClock.refuseMovedTimeInProduction();
        connection.refuseForeignChain();
        LOGGER.log(Level.INFO, "settlement netting policy={0}", NettingPolicy.ofSettings());
        Duration poll = Setting.SETTLEMENT_POLL_MILLIS.millis();
        every(poll, "addresses", this::recordAddresses);
        every(WATCH_PERIOD, "endpoints", this::watchEndpoints);
        every(poll, "tracker", this::track);
        every(poll, "costs", this::bookCosts);
        every(CONSERVATION_PERIOD, "fee payers", this::checkFeePayers);
        every(poll, "conservation after a batch", this::checkClosedBatch);
        every(CONSERVATION_PERIOD, "conservation", this::checkConservation);
        every(SETTLED_PERIOD, "time to settle", this::measureSettled);
        every(TABLES_PERIOD, "lookup tables", this::tendTables);
        every(NETTING_PERIOD, "netting", this::closeWindows);
        for (Lane lane : store.lanes()) {
            every(poll, "lane " + lane.name(), () -> work(lane));
        }
        LOGGER.log(Level.INFO, "settlement workers started owner={0}", owner);
    }

    @PreDestroy
    void stop() {
        workers.forEach(ExecutorService::shutdownNow);
    }

    /** Each worker has a thread of its own: one that waits for a silent node holds up nobody else. */
    private void every(Duration pause, String name, Runnable round) {
        Runnable guarded = () -> {
            try {
                round.run();
            } catch (RuntimeException failure) {
                doubtTheDatabase(failure);
                LOGGER.log(Level.WARNING, "PEER-SET-008 round failed, will retry worker=" + name, failure);
            }
        };
        ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(threads);
        workers.add(worker);
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(guarded, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void recordAddresses() {
        connection.open().ifPresent(chain -> {
            WalletSigners signers = new WalletSigners(chain.keystore());
            for (Wallet wallet : wallets.withoutAddress(ADDRESSES_A_ROUND)) {
                wallets.recordAddress(wallet.id(), signers.addressOf(wallet));
            }
        });
    }

    private void work(Lane lane) {
        Optional<OpenChain> chain = connection.open();
        if (chain.isEmpty()) {
            return;
        }
        SettlementLane worker = lanes.computeIfAbsent(lane, newLane -> worker(newLane, chain.get()));
        LostDatabaseGuard checking = guard(chain.get());
        boolean mayHaveMore = true;
        while (mayHaveMore) {
            mayHaveMore = checking.isChecked() && worker.runOnce();
        }
    }

    private synchronized LostDatabaseGuard guard(OpenChain chain) {
        LostDatabaseGuard existing = guard;
        if (existing == null) {
            existing = new LostDatabaseGuard(
                    recovery,
                    chain.endpoints(),
                    chain.keystore(),
                    chain.mint(),
                    List.of(
                            chain.keystore().signer(KeyRole.MINT_AUTHORITY).publicKey(),
                            chain.keystore().signer(KeyRole.FEE_PAYER).publicKey()),
                    NetworkLimits.PUBLIC_CLUSTERS);
            guard = existing;
        }
        return existing;
    }

    /** What failed may have been the database, and it may come back as another one. */
    private void doubtTheDatabase(RuntimeException failure) {
        LostDatabaseGuard existing = guard;
        if (existing != null && !(failure instanceof RpcException)) {
            existing.doubt();
        }
    }

    private void watchEndpoints() {
        connection.open().ifPresent(chain -> chain.endpoints().watch());
    }

    private void closeWindows() {
        netting.due(WINDOWS_A_ROUND).forEach(netting::close);
    }

    private void bookCosts() {
        connection.open().ifPresent(chain -> new CostBooker(chainBooks, chain.endpoints()).runOnce());
    }

    private void checkFeePayers() {
        if (connection.open().isEmpty()) {
            return;
        }
        List<FeePayer> payers = gate.feePayers();
        telemetry.feePayers(payers);
        for (FeePayer payer : payers) {
            if (payer.balanceLamports() == 0 || payer.runwayDays().orElse(Long.MAX_VALUE) < LOW_RUNWAY_DAYS) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-020 fee payer runs out of SOL work={0} address={1} balanceLamports={2} runwayDays={3}",
                        payer.work(),
                        payer.address(),
                        Long.toString(payer.balanceLamports()),
                        payer.runwayDays());
            }
        }
    }

    private void measureSettled() {
        List<UUID> finalized = telemetry.takeFinalized(MOST_ATTEMPTS_MEASURED);
        while (!finalized.isEmpty()) {
            telemetry.settled(gauges.settledBy(finalized));
            finalized = telemetry.takeFinalized(MOST_ATTEMPTS_MEASURED);
        }
    }

    private void track() {
        Optional<OpenChain> chain = connection.open();
        if (chain.isEmpty()) {
            return;
        }
        if (tracker == null) {
            tracker = new AttemptTracker(
                    store,
                    chain.get().endpoints(),
                    () -> chain.get().endpoints().pace().blocks(RESEND_EVERY_BLOCKS),
                    REJECTED_PAUSE,
                    System::nanoTime,
                    telemetry.telemetry());
        }
        Round round = tracker.runOnce();
        if (round.closed() > 0 && round.closed() == round.live()) {
            batchClosed.set(true);
            tablesDue.set(true);
        }
    }

    private void tendTables() {
        connection.open().ifPresent(chain -> {
            LookupTables shared = tables(chain);
            if (tableRounds++ % TABLE_ROUNDS_A_REVIEW == 0 || tablesDue.getAndSet(false)) {
                tablesDue.compareAndSet(false, shared.review(businessClock.today()));
            } else {
                shared.advance(businessClock.today());
            }
        });
    }

    /** Lanes and rounds share them. */
    private synchronized LookupTables tables(OpenChain chain) {
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

    private void checkClosedBatch() {
        if (batchClosed.getAndSet(false)) {
            checkConservation();
        }
    }

    private void checkConservation() {
        if (connection.open().isEmpty()) {
            return;
        }
        try {
            gate.checkConservation();
        } catch (BusinessException unavailable) {
            LOGGER.log(Level.WARNING, "PEER-SET-009 conservation not checked: {0}", unavailable.getMessage());
        }
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
                telemetry.telemetry());
    }

    /** Another one at every start: a restarted node must not believe that it still owns what it owned before. */
    private static String owner() {
        return NodeIdentity.nodeId() + "/" + NodeIdentity.bootId();
    }
}
