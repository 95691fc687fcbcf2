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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import network.peer.BusinessException;
import network.peer.chain.confirm.AttemptTracker.Round;
import network.peer.chain.costs.CostBooker;
import network.peer.chain.keys.WalletSigners;
import network.peer.chain.tables.LookupTables;
import network.peer.configuration.Setting;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PendingCredits;
import network.peer.operations.NodeIdentity;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.ChainGate;
import network.peer.settlement.Conservation;
import network.peer.settlement.FeePayer;
import network.peer.settlement.Lane;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.Migrations;
import network.peer.settlement.Netting;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementGauges;
import network.peer.settlement.SettlementStore;
import network.peer.time.BusinessClock;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of this node's workers: addresses for new wallets, the lanes, the tracker, lookup tables, pending credits,
 * and the conservation check after every batch and once a minute. Polling is the guarantee; a round that fails is logged and
 * tried again.
 */
@Singleton
@Startup
@DependsOn("DatabaseStartup")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class SettlementWorkers {
    private static final Logger LOGGER = System.getLogger(SettlementWorkers.class.getName());
    private static final int ADDRESSES_A_ROUND = 200;
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
    private static final long LOW_RUNWAY_DAYS = 7;
    private static final Duration TABLES_PERIOD = Duration.ofSeconds(2);
    private static final int TABLE_ROUNDS_A_REVIEW = 300;
    private static final Duration NETTING_PERIOD = Duration.ofSeconds(1);
    private static final int WINDOWS_A_ROUND = 500;
    private static final Duration MIGRATION_PERIOD = Duration.ofSeconds(1);
    private static final Duration FOLD_PERIOD = Duration.ofMinutes(1);
    private static final Duration SETTLED_PERIOD = Duration.ofSeconds(2);
    private static final int MOST_ATTEMPTS_MEASURED = 1_000;
    private static final Duration CONSERVATION_PERIOD = Duration.ofMinutes(1);
    private static final Duration CHECKED_LATELY = Duration.ofSeconds(45);

    @Resource
    private ManagedThreadFactory threadFactory;

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
    private Conservation books;

    @Inject
    private Netting netting;

    @Inject
    private Migrations migrations;

    @Inject
    private PendingCredits pendingCredits;

    @Inject
    private SettlementGauges gauges;

    @Inject
    private NodeTelemetry telemetry;

    @EJB
    private ChainGate gate;

    private final String owner = owner();
    private final AtomicBoolean batchClosed = new AtomicBoolean();
    private final AtomicBoolean tablesDue = new AtomicBoolean();
    private long tableRounds;
    private @Nullable PayingWork paying;
    private @Nullable WorkerThreads workers;

    /** @throws IllegalStateException if chain, mint or business time are not what this database is for, or a setting is wrong */
    @PostConstruct
    void start() {
        businessClock.refuseMovedTimeInProduction();
        connection.refuseForeignChain();
        LOGGER.log(Level.INFO, "settlement netting policy={0}", NettingPolicy.ofSettings());
        PayingWork work = new PayingWork(store, tableStore, recovery, telemetry.telemetry(), owner);
        WorkerThreads threads = new WorkerThreads(threadFactory, work::doubtTheDatabase);
        paying = work;
        workers = threads;
        Duration poll = Setting.SETTLEMENT_POLL_MILLIS.millis();
        threads.every(poll, "addresses", this::recordAddresses);
        threads.every(WATCH_PERIOD, "endpoints", this::watchEndpoints);
        threads.every(poll, "tracker", this::track);
        threads.every(poll, "costs", this::bookCosts);
        threads.every(CONSERVATION_PERIOD, "fee payers", this::checkFeePayers);
        threads.every(poll, "conservation after a batch", this::checkClosedBatch);
        threads.every(CONSERVATION_PERIOD, "conservation", this::checkConservationUnlessDone);
        threads.every(SETTLED_PERIOD, "time to settle", this::measureSettled);
        threads.every(TABLES_PERIOD, "lookup tables", this::tendTables);
        threads.every(NETTING_PERIOD, "netting", this::closeWindows);
        threads.every(MIGRATION_PERIOD, "migrations", this::migrate);
        threads.every(FOLD_PERIOD, "pending credits", this::foldCredits);
        for (Lane lane : store.lanes()) {
            threads.every(
                    poll, "lane " + lane.name(), () -> connection.open().ifPresent(chain -> work.work(lane, chain)));
        }
        LOGGER.log(Level.INFO, "settlement workers started owner={0}", owner);
    }

    @PreDestroy
    void stop() {
        if (workers != null) {
            workers.stop();
        }
    }

    private void recordAddresses() {
        connection.open().ifPresent(chain -> {
            recovery.giveOutDerivationIndexes(ADDRESSES_A_ROUND);
            WalletSigners signers = new WalletSigners(chain.keystore());
            for (Wallet wallet : wallets.withoutAddress(ADDRESSES_A_ROUND)) {
                wallets.recordAddress(wallet.id(), signers.addressOf(wallet));
            }
        });
    }

    /** Who has a voice first: a dead endpoint keeps the chain from being opened. */
    private void watchEndpoints() {
        connection.readQuorum();
        connection.open().ifPresent(chain -> chain.endpoints().watch());
    }

    private void closeWindows() {
        netting.due(WINDOWS_A_ROUND).forEach(netting::close);
    }

    /** Not before the database is known to be the one that knows who was migrated. */
    private void migrate() {
        connection.open().ifPresent(chain -> {
            if (paying().isChecked(chain)) {
                migrations.due().forEach(migrations::migrate);
            }
        });
    }

    private void foldCredits() {
        Optional<LedgerAccountId> folded;
        do {
            folded = pendingCredits.foldWhereManyWait();
        } while (folded.isPresent());
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
        connection.open().ifPresent(chain -> {
            Round round = paying().track(chain);
            if (round.closed() > 0 && round.closed() == round.live()) {
                batchClosed.set(true);
                tablesDue.set(true);
            }
        });
    }

    private void tendTables() {
        connection.open().ifPresent(chain -> {
            LookupTables shared = paying().tables(chain);
            if (tableRounds++ % TABLE_ROUNDS_A_REVIEW == 0 || tablesDue.getAndSet(false)) {
                tablesDue.compareAndSet(false, shared.review(businessClock.today()));
            } else {
                shared.advance(businessClock.today());
            }
        });
    }

    private void checkClosedBatch() {
        if (batchClosed.getAndSet(false)) {
            checkConservation();
        }
    }

    /** Of several nodes one looks at all wallets each minute: which, is a matter of who comes first. */
    private void checkConservationUnlessDone() {
        if (!books.wasCheckedWithin(CHECKED_LATELY)) {
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

    /** Rounds run only once it is there. */
    private PayingWork paying() {
        return Objects.requireNonNull(paying);
    }

    /** Another one at every start: a restarted node must not believe that it still owns what it owned before. */
    private static String owner() {
        return NodeIdentity.nodeId() + "/" + NodeIdentity.bootId();
    }
}
