package network.peer.chain.rpc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import network.peer.chain.tx.SignedTransaction;

/**
 * The configured nodes, in the order of preference, and how each of them does: one that failed rests, longer each time,
 * and one that lags is not preferred. What decides about money asks all of them all the same.
 */
public final class Endpoints {
    private static final Logger LOGGER = System.getLogger(Endpoints.class.getName());
    private static final int MOST_SLOTS_BEHIND = 20;

    private final List<SolanaRpc> configured;
    private final List<EndpointHealth> health;
    private final BlockPace pace;
    private volatile List<SolanaRpc> inQuorum;

    /** Of nodes that nobody watches: the first is preferred until it fails. */
    public Endpoints(List<SolanaRpc> configured) {
        this(configured, System::nanoTime, RandomGenerator.getDefault());
    }

    /**
     * @param nanoTime of a clock that never goes back
     * @param random for the jitter of rests
     */
    public Endpoints(List<SolanaRpc> configured, LongSupplier nanoTime, RandomGenerator random) {
        if (configured.isEmpty()) {
            throw new IllegalArgumentException("at least one RPC endpoint is needed");
        }
        this.configured = List.copyOf(configured);
        this.inQuorum = this.configured;
        this.health = configured.stream()
                .map(rpc -> new EndpointHealth(nanoTime, random))
                .toList();
        this.pace = new BlockPace(nanoTime);
    }

    /** The one that is asked where one answer is enough: the first that neither rests nor lags, else the first awake. */
    public SolanaRpc preferred() {
        List<SolanaRpc> asked = inQuorum;
        long newest = newestSlot();
        SolanaRpc firstAwake = null;
        for (SolanaRpc rpc : asked) {
            EndpointHealth one = healthOf(rpc);
            if (!one.isResting()) {
                if (newest - one.slot() <= MOST_SLOTS_BEHIND) {
                    return rpc;
                }
                firstAwake = firstAwake == null ? rpc : firstAwake;
            }
        }
        return firstAwake == null ? asked.get(0) : firstAwake;
    }

    /** All that have a voice; one may lie, so what decides about money is asked of each. */
    public List<SolanaRpc> all() {
        return inQuorum;
    }

    /** All of them, those that were taken out as well. */
    public List<SolanaRpc> configured() {
        return configured;
    }

    /**
     * From now on these have no voice, and all others do. If fewer than two would be left of two or more, all keep it:
     * one alone may lie.
     *
     * @param names as {@link SolanaRpc#endpoint()} gives them
     */
    public void leaveOut(Set<String> names) {
        List<SolanaRpc> left = configured.stream()
                .filter(rpc -> !names.contains(rpc.endpoint()))
                .toList();
        List<SolanaRpc> next = left.size() >= Math.min(2, configured.size()) ? left : configured;
        if (!names(next).equals(names(inQuorum))) {
            LOGGER.log(Level.INFO, "endpoints that decide: {0}", names(next));
        }
        inQuorum = next;
    }

    private static List<String> names(List<SolanaRpc> endpoints) {
        return endpoints.stream().map(SolanaRpc::endpoint).toList();
    }

    /** Those that do not rest after a failure; all, if all of them rest. */
    public List<SolanaRpc> awake() {
        List<SolanaRpc> asked = inQuorum;
        List<SolanaRpc> awake =
                asked.stream().filter(rpc -> !healthOf(rpc).isResting()).toList();
        return awake.isEmpty() ? asked : awake;
    }

    /** Whether none is left that could be asked without disturbing its rest. */
    public boolean allRest() {
        return inQuorum.stream().allMatch(rpc -> healthOf(rpc).isResting());
    }

    /** How many must say FINALIZED before it is believed: two, or the only one there is. */
    public int finalityQuorum() {
        return Math.min(2, inQuorum.size());
    }

    /** The node did not answer as it should: it rests, at least for as long as it asked for. */
    public void failed(SolanaRpc rpc, RpcException cause) {
        Duration asked = cause instanceof RpcUnavailable unavailable ? unavailable.retryAfter() : Duration.ZERO;
        healthOf(rpc).failed(asked);
    }

    /** Hands a transaction to a node, which rests if it could not answer: many limit what is sent more than what is read. */
    public SubmitOutcome send(SolanaRpc rpc, SignedTransaction transaction) {
        SubmitOutcome outcome = rpc.send(transaction, true);
        if (outcome instanceof SubmitOutcome.Unknown unknown) {
            unknown.failure().ifPresent(failure -> failed(rpc, failure));
        }
        return outcome;
    }

    /** Looks at every node that does not rest: whether it answers, how far it is, and how fast blocks come. */
    public void watch() {
        for (SolanaRpc rpc : inQuorum) {
            EndpointHealth one = healthOf(rpc);
            if (one.isResting()) {
                continue;
            }
            try {
                EpochInfo info = rpc.getEpochInfo(ReadAt.CONFIRMED);
                one.answered(info.absoluteSlot());
                pace.seen(info.blockHeight());
            } catch (RpcException silent) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-004 endpoint rests endpoint={0} cause={1}",
                        rpc.endpoint(),
                        silent.getMessage());
                failed(rpc, silent);
            }
        }
    }

    /** How fast blocks come, as measured by {@link #watch()}. */
    public BlockPace pace() {
        return pace;
    }

    /** How many slots a node is behind the newest one seen anywhere. */
    public long slotsBehind(SolanaRpc rpc) {
        return newestSlot() - healthOf(rpc).slot();
    }

    /** Whether it rests after a failure. */
    public boolean isResting(SolanaRpc rpc) {
        return healthOf(rpc).isResting();
    }

    private EndpointHealth healthOf(SolanaRpc rpc) {
        for (int i = 0; i < configured.size(); i++) {
            if (configured.get(i) == rpc) {
                return health.get(i);
            }
        }
        throw new IllegalArgumentException("not one of these endpoints: " + rpc.endpoint());
    }

    private long newestSlot() {
        return inQuorum.stream().mapToLong(rpc -> healthOf(rpc).slot()).max().orElse(0);
    }
}
