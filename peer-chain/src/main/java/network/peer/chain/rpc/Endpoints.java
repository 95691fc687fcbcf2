package network.peer.chain.rpc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The configured nodes, in the order of preference, and how each of them does: one that failed rests, longer each time,
 * and one that lags is not preferred. What decides about money asks all of them all the same.
 */
public final class Endpoints {
    private static final Logger LOGGER = System.getLogger(Endpoints.class.getName());
    private static final int MOST_SLOTS_BEHIND = 20;

    private final List<SolanaRpc> all;
    private final List<EndpointHealth> health;
    private final BlockPace pace;

    /** Of nodes that nobody watches: the first is preferred until it fails. */
    public Endpoints(List<SolanaRpc> all) {
        this(all, System::nanoTime, RandomGenerator.getDefault());
    }

    /**
     * @param nanoTime of a clock that never goes back
     * @param random for the jitter of rests
     */
    public Endpoints(List<SolanaRpc> all, LongSupplier nanoTime, RandomGenerator random) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one RPC endpoint is needed");
        }
        this.all = List.copyOf(all);
        this.health =
                all.stream().map(rpc -> new EndpointHealth(nanoTime, random)).toList();
        this.pace = new BlockPace(nanoTime);
    }

    /** The one that is asked where one answer is enough: the first that neither rests nor lags, else the first awake. */
    public SolanaRpc preferred() {
        long newest = newestSlot();
        int firstAwake = -1;
        for (int i = 0; i < all.size(); i++) {
            EndpointHealth one = health.get(i);
            if (!one.isResting()) {
                if (newest - one.slot() <= MOST_SLOTS_BEHIND) {
                    return all.get(i);
                }
                firstAwake = firstAwake < 0 ? i : firstAwake;
            }
        }
        return all.get(Math.max(firstAwake, 0));
    }

    /** All of them; one may lie, so what decides about money is asked of each. */
    public List<SolanaRpc> all() {
        return all;
    }

    /** Those that do not rest after a failure; all, if all of them rest. */
    public List<SolanaRpc> awake() {
        List<SolanaRpc> awake = IntStream.range(0, all.size())
                .filter(i -> !health.get(i).isResting())
                .mapToObj(all::get)
                .toList();
        return awake.isEmpty() ? all : awake;
    }

    /** How many must say FINALIZED before it is believed: two, or the only one there is. */
    public int finalityQuorum() {
        return Math.min(2, all.size());
    }

    /** The node did not answer as it should: it rests, at least for as long as it asked for. */
    public void failed(SolanaRpc rpc, RpcException cause) {
        Duration asked = cause instanceof RpcUnavailable unavailable ? unavailable.retryAfter() : Duration.ZERO;
        healthOf(rpc).failed(asked);
    }

    /** Looks at every node that does not rest: whether it answers, how far it is, and how fast blocks come. */
    public void watch() {
        for (int i = 0; i < all.size(); i++) {
            EndpointHealth one = health.get(i);
            if (one.isResting()) {
                continue;
            }
            try {
                EpochInfo info = all.get(i).getEpochInfo(ReadAt.CONFIRMED);
                one.answered(info.absoluteSlot());
                pace.seen(info.blockHeight());
            } catch (RpcException silent) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-004 endpoint rests endpoint={0} cause={1}",
                        all.get(i).endpoint(),
                        silent.getMessage());
                failed(all.get(i), silent);
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
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == rpc) {
                return health.get(i);
            }
        }
        throw new IllegalArgumentException("not one of these endpoints: " + rpc.endpoint());
    }

    private long newestSlot() {
        return health.stream().mapToLong(EndpointHealth::slot).max().orElse(0);
    }
}
