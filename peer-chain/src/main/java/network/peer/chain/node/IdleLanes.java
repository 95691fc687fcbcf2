package network.peer.chain.node;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;

/**
 * Which lanes look for work in a round. While there is none, the first lane of each kind of work looks in every round and its
 * siblings in every eighth, which keeps their leases; what one of them finds brings all of them back.
 */
final class IdleLanes {
    static final int RESTS_ROUNDS = 8;

    private final Map<LaneWork, Lane> first = new ConcurrentHashMap<>();
    private final Map<LaneWork, Long> finds = new ConcurrentHashMap<>();
    private final Map<Lane, Rest> rests = new ConcurrentHashMap<>();

    /**
     * @param finds of its kind of work that the lane knew of when it last looked
     * @param rounds since then
     */
    private record Rest(long finds, int rounds) {
        boolean isOver(long findsNow) {
            return finds != findsNow || rounds + 1 >= RESTS_ROUNDS;
        }
    }

    IdleLanes(List<Lane> lanes) {
        lanes.stream()
                .sorted(Comparator.comparing(Lane::name).reversed())
                .forEach(lane -> first.put(lane.work(), lane));
    }

    /** Only the lane's own thread asks. */
    boolean looks(Lane lane) {
        long found = finds.getOrDefault(lane.work(), 0L);
        Rest rest = rests.get(lane);
        boolean looks = lane.equals(first.get(lane.work())) || rest == null || rest.isOver(found);
        rests.put(lane, new Rest(found, looks || rest == null ? 0 : rest.rounds() + 1));
        return looks;
    }

    void found(Lane lane) {
        finds.merge(lane.work(), 1L, Long::sum);
    }
}
