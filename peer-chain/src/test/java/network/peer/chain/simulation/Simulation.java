package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.keys.Signer;
import network.peer.chain.keys.SignerFixtures;
import network.peer.chain.outbox.BatchSigner;
import network.peer.chain.outbox.LaneKeys;
import network.peer.chain.outbox.LaneSettings;
import network.peer.chain.outbox.SettlementLane;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.simulation.Protocol.Given;
import network.peer.chain.simulation.SimulatedChain.Landed;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.IntentState;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.testing.OwedIntent;
import network.peer.testing.SettlementBooks;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/** One seed: what is owed, what goes wrong, who goes first. */
final class Simulation implements SimulatedChain.Observer {
    static final int LIFETIME_BLOCKS = 20;

    private static final int SLOT_MILLIS = 100;
    private static final int LEASE_MILLIS = 1_500;
    private static final int TROUBLE_MILLIS = 9_000;
    private static final int DEADLINE_MILLIS = 90_000;
    private static final NetworkLimits LIMITS = new NetworkLimits(1_232, 64, 64, 1_400_000, 5_000, LIFETIME_BLOCKS);

    private static final List<Signer> SIGNERS = IntStream.range(0, 12)
            .mapToObj(i -> SignerFixtures.ofSeed(
                    ByteBuffer.allocate(32).putInt(0x51).putInt(i).array()))
            .toList();
    private static final Signer AUTHORITY = SIGNERS.get(0);
    private static final Signer FEE_PAYER = SIGNERS.get(1);
    private static final Signer TREASURY = SIGNERS.get(2);
    private static final PublicKey MINT = SIGNERS.get(3).publicKey();
    private static final int FIRST_USER = 4;
    private static final int USERS = 6;
    private static final Map<PublicKey, Signer> BY_ADDRESS = new HashMap<>();
    private static final Map<PublicKey, PublicKey> TOKEN_ACCOUNTS = new HashMap<>();

    static {
        for (Signer signer : SIGNERS) {
            BY_ADDRESS.put(signer.publicKey(), signer);
            TOKEN_ACCOUNTS.put(signer.publicKey(), AssociatedTokenAccounts.address(signer.publicKey(), MINT));
        }
    }

    /** Somebody sent lamports there before it was opened. */
    private static final Set<PublicKey> WITH_LAMPORTS = Set.of(
            Objects.requireNonNull(TOKEN_ACCOUNTS.get(SIGNERS.get(FIRST_USER).publicKey())));

    private final Protocol protocol;
    private final Trace trace;
    private final Dice dice;
    private final Faults faults;
    private final Scheduler scheduler;
    private final Ports ports;
    private final SettlementBooks books;
    private final List<Poison> poisons;
    private final Checker checker;
    private final SimulatedChain chain;
    private final List<Endpoint> endpoints = List.of(new Endpoint("a"), new Endpoint("b"));
    private final List<Strand.Node> nodes = List.of(new Strand.Node("node-1"), new Strand.Node("node-2"));
    private final int claimLimit;
    private long attemptIds;
    private long lastClock;
    private int notYetOwed;

    private Simulation(long seed, Protocol protocol, Hosts hosts, Trace trace) {
        this.trace = trace;
        this.protocol = protocol;
        this.dice = new Dice(seed);
        this.faults = new Faults(dice.split());
        this.scheduler = new Scheduler(dice.split(), hosts, this::isDone, DEADLINE_MILLIS);
        this.ports = new Ports(scheduler, faults, trace, LEASE_MILLIS);
        this.books = protocol.books();
        this.poisons = poisons(faults);
        // What waits for tokens that never come takes a place in each claim.
        this.claimLimit = dice.between(poisons.isEmpty() ? 2 : 6, 8);
        this.checker = new Checker(TOKEN_ACCOUNTS, poisons);
        this.chain = new SimulatedChain(
                LIFETIME_BLOCKS, new Tokens(MINT, AUTHORITY.publicKey(), poisons, WITH_LAMPORTS), this);
        poisons.forEach(poison -> faults.begin(Fault.POISONED));
    }

    /** One at most of each kind: two that fail alike are taken for a fault of the lane. */
    private static List<Poison> poisons(Faults faults) {
        List<Poison> poisons = new ArrayList<>();
        if (!faults.isChosen(Fault.POISONED)) {
            return poisons;
        }
        Dice dice = faults.dice();
        boolean both = dice.chance(0.3);
        if (both || dice.chance(0.7)) {
            long from = dice.chance(0.4) ? dice.between(10, 60) : 0;
            long until = from == 0 && dice.chance(0.3) ? dice.between(20, 80) : Long.MAX_VALUE;
            poisons.add(poison(FIRST_USER + USERS, Poison.How.FROZEN, from, until));
        }
        if (both || poisons.isEmpty()) {
            poisons.add(poison(FIRST_USER + USERS + 1, Poison.How.TAKEN, 0, Long.MAX_VALUE));
        }
        return poisons;
    }

    private static Poison poison(int signer, Poison.How how, long fromHeight, long untilHeight) {
        PublicKey wallet = SIGNERS.get(signer).publicKey();
        return new Poison(wallet, Objects.requireNonNull(TOKEN_ACCOUNTS.get(wallet)), how, fromHeight, untilHeight);
    }

    /**
     * What a seed came to.
     *
     * @param parked how many intents were left to a person
     */
    record Result(
            FaultMatrix matrix,
            int parked,
            long steps,
            long endMillis,
            @Nullable Violation violation) {}

    static Result run(long seed, Protocol protocol, Hosts hosts, Trace trace) {
        Simulation simulation = new Simulation(seed, protocol, hosts, trace);
        Violation violation = null;
        try {
            simulation.arrange();
            simulation.untilDone();
        } catch (Violation found) {
            violation = found;
        } finally {
            simulation.books.close();
        }
        return new Result(
                simulation.faults.matrix(),
                simulation.checker.parkedCount(),
                simulation.scheduler.steps(),
                simulation.scheduler.nowMillis(),
                violation);
    }

    private void untilDone() {
        try {
            scheduler.run();
        } catch (Violation violation) {
            if (String.valueOf(violation.getMessage()).startsWith(Scheduler.STUCK)) {
                checker.atEnd(chain);
            }
            throw violation;
        }
        checker.atEnd(chain);
    }

    private boolean isDone() {
        return scheduler.nowMillis() > TROUBLE_MILLIS && notYetOwed == 0 && checker.isComplete(chain, books);
    }

    private void arrange() {
        new Debts(dice, books, this::owes, this::later)
                .arrange(
                        TREASURY.publicKey(),
                        index -> SIGNERS.get(FIRST_USER + (int) (index % USERS)).publicKey(),
                        poisons);
        List<Lane> lanes = new ArrayList<>(books.store().lanes());
        if (dice.chance(0.7)) {
            lanes.removeIf(lane -> lane.name().endsWith("-2"));
        }
        for (Strand.Node node : nodes) {
            for (Lane lane : lanes) {
                scheduler.add(new Strand(lane.name(), node, false, dice.between(100, 400), () -> lane(node, lane)));
            }
            scheduler.add(new Strand("tracker", node, true, dice.between(80, 300), () -> tracker(node)));
        }
        scheduler.at(SLOT_MILLIS, this::slot);
        new Trouble(scheduler, faults, chain, endpoints, nodes, books, LEASE_MILLIS, TROUBLE_MILLIS).arrange();
    }

    private void owes(OwedIntent owed) {
        trace.line(scheduler.nowMillis(), () -> "owed " + owed);
        checker.owes(owed);
    }

    private void later(Runnable what) {
        notYetOwed++;
        scheduler.at(dice.between(0, TROUBLE_MILLIS * 2 / 3), () -> {
            notYetOwed--;
            passStoreTime();
            what.run();
        });
    }

    /** The store's clock runs with the simulation's. */
    private void passStoreTime() {
        books.moveClock(Duration.ofMillis(scheduler.nowMillis() - lastClock));
        lastClock = scheduler.nowMillis();
    }

    private void slot() {
        scheduler.at(scheduler.nowMillis() + SLOT_MILLIS, this::slot);
        int unfinalized = chain.unfinalized();
        if (faults.isChosen(Fault.FORK) && unfinalized > 1 && faults.dice().chance(0.06)) {
            trace.line(scheduler.nowMillis(), () -> "fork at height " + chain.height());
            chain.fork(faults.dice().between(1, unfinalized), faults.dice());
            faults.begin(Fault.FORK);
            scheduler.at(scheduler.nowMillis() + 500, () -> faults.end(Fault.FORK));
        }
        if (faults.dice().chance(0.05)) {
            chain.skipSlot();
        } else {
            chain.produceBlock();
        }
    }

    private Runnable lane(Strand.Node node, Lane lane) {
        Given given = given(node);
        Endpoints ordered = endpoints(given, node);
        Signer feePayer = lane.work() == LaneWork.MINT ? AUTHORITY : FEE_PAYER;
        BatchSigner signer = new BatchSigner(
                given.store(),
                ordered,
                new LaneKeys(feePayer, wallet -> Objects.requireNonNull(BY_ADDRESS.get(wallet.address()))),
                MINT,
                LIMITS,
                0,
                this::newAttemptId);
        LaneSettings settings = new LaneSettings(
                claimLimit,
                Duration.ofMillis(LEASE_MILLIS),
                Duration.ofMillis(100),
                Duration.ofMillis(800),
                Duration.ofSeconds(5));
        SettlementLane worker = new SettlementLane(given.store(), ordered, signer, lane, node.owner(), settings);
        return () -> {
            boolean mayHaveMore = true;
            while (mayHaveMore) {
                mayHaveMore = worker.runOnce();
            }
        };
    }

    private Runnable tracker(Strand.Node node) {
        Given given = given(node);
        return new AttemptTracker(
                given.store(),
                endpoints(given, node),
                () -> Duration.ofMillis(300),
                () -> Duration.ofMillis(200),
                () -> given.millis().getAsLong() * 1_000_000)::runOnce;
    }

    private static Endpoints endpoints(Given given, Strand.Node node) {
        return new Endpoints(
                given.endpoints(),
                () -> given.millis().getAsLong() * 1_000_000,
                new SplittableRandom(node.owner().hashCode()));
    }

    private Given given(Strand.Node node) {
        List<SolanaRpc> rpcs = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            rpcs.add(new SimulatedRpc(endpoint, ports, faults, chain, scheduler));
        }
        if (node == nodes.get(1)) {
            java.util.Collections.reverse(rpcs);
        }
        StorePort store = new StorePort(books.store(), ports, scheduler, faults, new StorePort.Listener() {
            @Override
            public void beforeTransaction() {
                passStoreTime();
            }

            @Override
            public void stored(Collection<NewAttempt> attempts) {
                checker.stored(attempts);
            }

            @Override
            public void recorded(Collection<Observation> observations, Set<UUID> changed) {
                checker.recorded(observations, changed, chain);
            }

            @Override
            public void parked(UUID intentId, String cause) {
                if (books.intentState(intentId) == IntentState.PARKED) {
                    checker.parked(intentId, cause);
                }
            }
        });
        return protocol.given(new Given(store, rpcs, () -> scheduler.nowMillis() + node.clockOffsetMillis));
    }

    /** As UUIDv7 are: later ones are greater. */
    private UUID newAttemptId() {
        return new UUID(++attemptIds << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }

    @Override
    public void landed(Landed landed) {
        trace.line(scheduler.nowMillis(), () -> "landed at height " + chain.height() + " " + landed);
        faults.end(landed.transaction());
        checker.landed(landed);
    }

    @Override
    public void dropped(Landed landed) {
        trace.line(scheduler.nowMillis(), () -> "dropped by the fork: " + landed);
        checker.dropped(landed);
    }

    @Override
    public void lost(WireTransaction transaction) {
        faults.end(transaction);
    }

    @Override
    public boolean failsByChance(WireTransaction transaction) {
        if (!faults.isChosen(Fault.LANDED_FAILED) || !faults.dice().chance(0.3)) {
            return false;
        }
        faults.begin(Fault.LANDED_FAILED);
        scheduler.at(scheduler.nowMillis() + 10 * SLOT_MILLIS, () -> faults.end(Fault.LANDED_FAILED));
        return true;
    }
}
