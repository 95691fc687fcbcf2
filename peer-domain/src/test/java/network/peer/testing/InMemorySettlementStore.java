package network.peer.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.IntentState;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LaneWork;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementStore;
import network.peer.token.Ids;
import org.jspecify.annotations.Nullable;

/** The outbox without a database; it passes the same contract as the one in PostgreSQL. */
public class InMemorySettlementStore implements SettlementStore {
    private static final List<Lane> LANES = List.of(
            new Lane("mint", LaneWork.MINT),
            new Lane("mint-2", LaneWork.MINT),
            new Lane("transfer", LaneWork.TRANSFER),
            new Lane("transfer-2", LaneWork.TRANSFER));

    private final Supplier<Instant> clock;
    private final InMemoryIntents intents = new InMemoryIntents();
    private final Map<String, LaneRow> lanes = new LinkedHashMap<>();
    private final Map<UUID, AttemptRow> attempts = new TreeMap<>(Ids.ORDER);
    private final Set<String> signatures = new HashSet<>();
    private final Set<String> memos = new HashSet<>();
    private final Map<String, Long> batches = new HashMap<>();
    private final Map<PauseScope, String> pauses = new HashMap<>();
    private @Nullable ChainIdentity identity;
    private long newestFinalizedSlot;

    public InMemorySettlementStore(Supplier<Instant> clock) {
        this.clock = clock;
        LANES.forEach(lane -> lanes.put(lane.name(), new LaneRow(lane)));
    }

    private static final class LaneRow {
        final Lane lane;

        @Nullable
        String owner;

        Instant leaseUntil = Instant.EPOCH;
        long fence;

        LaneRow(Lane lane) {
            this.lane = lane;
        }
    }

    private static final class AttemptRow {
        final NewAttempt attempt;
        AttemptState state = AttemptState.SIGNED;

        AttemptRow(NewAttempt attempt) {
            this.attempt = attempt;
        }

        LiveAttempt live() {
            return new LiveAttempt(
                    attempt.id(),
                    state,
                    attempt.signature(),
                    attempt.bytes(),
                    attempt.lastValidBlockHeight(),
                    attempt.signedAtSlot());
        }
    }

    public synchronized void owe(OwedIntent owed) {
        intents.add(owed, clock.get());
    }

    @Override
    public synchronized Optional<ChainIdentity> chainIdentity() {
        return Optional.ofNullable(identity);
    }

    @Override
    public synchronized void recordChainIdentity(ChainIdentity recorded) {
        if (identity != null && !identity.equals(recorded)) {
            throw new IllegalStateException("this store belongs to " + identity);
        }
        identity = recorded;
    }

    @Override
    public List<Lane> lanes() {
        return LANES;
    }

    @Override
    public synchronized Optional<LaneLease> lease(String name, String owner, Duration duration) {
        LaneRow row = lane(name);
        boolean mine = owner.equals(row.owner);
        if (isPaused(row.lane) || !(row.owner == null || mine || row.leaseUntil.isBefore(now()))) {
            return Optional.empty();
        }
        row.owner = owner;
        row.leaseUntil = now().plus(duration);
        row.fence += mine ? 0 : 1;
        for (InMemoryIntents.Row intent : intents.all()) {
            if (intent.state == IntentState.CLAIMED
                    && ((name.equals(intent.claimLane) && intent.claimFence < row.fence)
                            || intent.claimUntil.isBefore(now()))) {
                intent.become(IntentState.RECORDED);
            }
        }
        return Optional.of(new LaneLease(row.lane, owner, row.fence));
    }

    @Override
    public synchronized List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        requireCurrent(lease);
        List<ClaimedIntent> claimed = lease.lane().work() == LaneWork.MINT
                ? intents.payouts(limit, this::isReady, now())
                : intents.movements(limit, this::isReady, now());
        for (ClaimedIntent one : claimed) {
            InMemoryIntents.Row row = intents.get(one.id());
            row.become(IntentState.CLAIMED);
            row.claimLane = lease.lane().name();
            row.claimFence = lease.fence();
            row.claimUntil = now().plus(duration);
        }
        return claimed;
    }

    @Override
    public synchronized long newestFinalizedSlot() {
        return newestFinalizedSlot;
    }

    @Override
    public synchronized long reserveBatchNumbers(String batchKey, int count) {
        return batches.merge(batchKey, (long) count, Long::sum) - count + 1;
    }

    @Override
    public synchronized void store(LaneLease lease, Collection<NewAttempt> signed) {
        requireCurrent(lease);
        Set<UUID> held = new HashSet<>();
        for (NewAttempt attempt : signed) {
            for (UUID id : attempt.intentIds()) {
                requireHeld(lease, id);
                if (!held.add(id)) {
                    throw new IllegalStateException("two attempts of intent " + id);
                }
            }
            if (attempts.containsKey(attempt.id())
                    || signatures.contains(attempt.signature().base58())
                    || memos.contains(attempt.memo())) {
                throw new IllegalStateException("id, memo or signature are stored already: " + attempt.memo());
            }
        }
        signed.forEach(this::insert);
    }

    /** @throws FencedOffException if the intent is not held under the lease */
    protected void requireHeld(LaneLease lease, UUID intentId) {
        InMemoryIntents.Row row = intents.get(intentId);
        if (!row.isHeld(lease.lane().name(), lease.fence()) || isKindPaused(row)) {
            throw new FencedOffException("intent " + intentId + " is not held under fence " + lease.fence());
        }
    }

    private void insert(NewAttempt attempt) {
        attempts.put(attempt.id(), new AttemptRow(attempt));
        signatures.add(attempt.signature().base58());
        memos.add(attempt.memo());
        for (UUID id : attempt.intentIds()) {
            InMemoryIntents.Row row = intents.get(id);
            if (row.state == IntentState.CLAIMED) {
                row.become(IntentState.IN_ATTEMPT);
            }
            row.attempts++;
            row.openAttempt = AttemptState.SIGNED;
        }
    }

    @Override
    public synchronized Set<UUID> stored(Collection<UUID> attemptIds) {
        return attemptIds.stream().filter(attempts::containsKey).collect(Collectors.toSet());
    }

    @Override
    public synchronized void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        for (UUID id : intentIds) {
            InMemoryIntents.Row row = intents.get(id);
            if (row.isHeld(lease.lane().name(), lease.fence())) {
                row.become(IntentState.RECORDED);
                row.notBefore = now().plus(pause);
            }
        }
    }

    @Override
    public synchronized void park(LaneLease lease, UUID intentId, String cause) {
        InMemoryIntents.Row row = intents.get(intentId);
        if (row.isHeld(lease.lane().name(), lease.fence())) {
            row.become(IntentState.PARKED);
        }
    }

    @Override
    public synchronized List<LiveAttempt> liveAttempts(Optional<UUID> after, int limit) {
        return attempts.values().stream()
                .filter(row -> row.state.isLive())
                .filter(row -> after.isEmpty() || Ids.ORDER.compare(row.attempt.id(), after.get()) > 0)
                .limit(limit)
                .map(AttemptRow::live)
                .toList();
    }

    @Override
    public synchronized Set<UUID> record(Collection<Observation> observations) {
        Set<UUID> changed = new HashSet<>();
        observations.stream()
                .sorted(Comparator.comparing(Observation::attemptId, Ids.ORDER))
                .filter(this::record)
                .forEach(observation -> changed.add(observation.attemptId()));
        return changed;
    }

    private boolean record(Observation observation) {
        AttemptRow row = attempt(observation.attemptId());
        AttemptFact fact = observation.fact();
        if (!row.state.canBecome(fact.state())) {
            return false;
        }
        row.state = fact.state();
        if (fact.state() == AttemptState.FINALIZED) {
            newestFinalizedSlot = Math.max(newestFinalizedSlot, Objects.requireNonNull(fact.landedSlot()));
        }
        for (UUID id : row.attempt.intentIds()) {
            InMemoryIntents.Row intent = intents.get(id);
            intent.openAttempt = fact.state().isOpen() ? fact.state() : null;
            if (intent.state == IntentState.IN_ATTEMPT && fact.state() == AttemptState.FINALIZED) {
                intent.become(IntentState.SETTLED);
            } else if (intent.state == IntentState.IN_ATTEMPT && !fact.state().isOpen()) {
                intent.become(IntentState.RECORDED);
                intent.notBefore = now().plus(observation.pause());
            }
        }
        return true;
    }

    @Override
    public synchronized void pause(PauseScope scope, String reason) {
        pauses.putIfAbsent(scope, reason);
    }

    public synchronized void resume(PauseScope scope) {
        pauses.remove(scope);
    }

    @Override
    public Instant now() {
        return clock.get();
    }

    public synchronized void settle(UUID id) {
        intents.get(id).become(IntentState.SETTLED);
    }

    public synchronized IntentState intentState(UUID id) {
        return intents.get(id).state;
    }

    public synchronized AttemptState attemptState(UUID id) {
        return attempt(id).state;
    }

    public synchronized Map<IntentState, Long> intentStates() {
        return intents.all().stream().collect(Collectors.groupingBy(row -> row.state, Collectors.counting()));
    }

    /** @throws FencedOffException if the lease is no longer current, or its lane is paused */
    protected void requireCurrent(LaneLease lease) {
        LaneRow row = lane(lease.lane().name());
        if (!lease.owner().equals(row.owner) || lease.fence() != row.fence || isPaused(row.lane)) {
            throw new FencedOffException("lane " + row.lane.name() + " is no longer held under " + lease.fence());
        }
    }

    private boolean isReady(InMemoryIntents.Row row, Instant now) {
        return row.state == IntentState.RECORDED && !row.notBefore.isAfter(now) && !isKindPaused(row);
    }

    private boolean isKindPaused(InMemoryIntents.Row row) {
        return pauses.containsKey(PauseScope.kind(row.owed.kind()));
    }

    private boolean isPaused(Lane lane) {
        return pauses.containsKey(PauseScope.ALL) || pauses.containsKey(PauseScope.lane(lane.name()));
    }

    private AttemptRow attempt(UUID id) {
        AttemptRow row = attempts.get(id);
        if (row == null) {
            throw new NoSuchElementException("no attempt " + id);
        }
        return row;
    }

    private LaneRow lane(String name) {
        return Objects.requireNonNull(lanes.get(name), () -> "no lane " + name);
    }
}
