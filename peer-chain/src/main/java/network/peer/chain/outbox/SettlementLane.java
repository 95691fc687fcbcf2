package network.peer.chain.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.chain.outbox.BatchSigner.Outcome;
import network.peer.chain.outbox.BatchSigner.Signed;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.telemetry.BatchWatch;
import network.peer.chain.telemetry.Beat;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneLease;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.SettlementStore;

/**
 * One lane: claims intents, signs as few transactions as they fit into, stores them and sends each once. What happens
 * to a stored attempt from then on is the tracker's.
 */
public final class SettlementLane {
    private static final Logger LOGGER = System.getLogger(SettlementLane.class.getName());

    private final SettlementStore store;
    private final Endpoints endpoints;
    private final BatchSigner signer;
    private final Lane lane;
    private final String owner;
    private final LaneSettings settings;
    private final FaultPause faultPause;
    private final FailedAlike failedAlike;
    private final SettlementTelemetry telemetry;

    /** As below, with nobody who watches. */
    public SettlementLane(
            SettlementStore store,
            Endpoints endpoints,
            BatchSigner signer,
            Lane lane,
            String owner,
            LaneSettings settings) {
        this(store, endpoints, signer, lane, owner, settings, SettlementTelemetry.NONE);
    }

    public SettlementLane(
            SettlementStore store,
            Endpoints endpoints,
            BatchSigner signer,
            Lane lane,
            String owner,
            LaneSettings settings,
            SettlementTelemetry telemetry) {
        this.store = store;
        this.endpoints = endpoints;
        this.signer = signer;
        this.lane = lane;
        this.owner = owner;
        this.settings = settings;
        this.faultPause = new FaultPause(
                settings.faultPause(),
                settings.longestFaultPause(),
                new SplittableRandom(Objects.hash(owner, lane.name())));
        this.failedAlike = new FailedAlike(settings.alikeWithin());
        this.telemetry = telemetry;
    }

    /** Works off one claim. @return whether there was anything to do, so that there may be more */
    public boolean runOnce() {
        Optional<LaneLease> lease = store.lease(lane.name(), owner, settings.lease());
        if (lease.isEmpty()) {
            return false;
        }
        try (BatchWatch watch = telemetry.batch(lane)) {
            watch.begin(Beat.CLAIM);
            List<ClaimedIntent> claimed = store.claim(lease.get(), settings.claimLimit(), settings.lease());
            if (claimed.isEmpty()) {
                return false;
            }
            watch.claimed(claimed.size());
            return work(lease.get(), claimed, watch);
        }
    }

    /** @return whether anything was signed */
    private boolean work(LaneLease lease, List<ClaimedIntent> claimed, BatchWatch watch) {
        Outcome outcome;
        watch.begin(Beat.SIGN);
        try {
            outcome = signer.sign(claimed, claimed.size() == settings.claimLimit());
        } catch (RpcException | LaneFaultException fault) {
            watch.failed(String.valueOf(fault.getMessage()));
            laneFault(lease, claimed, String.valueOf(fault.getMessage()));
            return false;
        }
        giveBack(lease, outcome.spare(), Duration.ZERO, "goes with those behind it");
        giveBack(lease, outcome.mustWait(), Duration.ZERO, "waits for the transaction before it");
        giveBack(lease, outcome.awaitsCredits(), faultPause.first(), "waits for an earlier credit");
        isolate(lease, outcome.poisoned());
        if (outcome.signed().isEmpty()) {
            return false;
        }
        faultPause.reset();
        watch.begin(Beat.STORE);
        Set<UUID> stored = stored(lease, outcome.signed());
        List<Signed> toSend = outcome.signed().stream()
                .filter(signed -> stored.contains(signed.attempt().id()))
                .toList();
        watch.stored(toSend.stream().map(Signed::attempt).toList());
        watch.begin(Beat.SEND);
        List<Observation> observed = send(toSend);
        watch.begin(Beat.RECORD);
        store.record(observed);
        return !toSend.isEmpty();
    }

    /** One intent that fails alone is left to a person; a second one that fails alike shows that it is not the intent. */
    private void isolate(LaneLease lease, Map<ClaimedIntent, String> poisoned) {
        Map<String, List<ClaimedIntent>> byCause = poisoned.keySet().stream()
                .collect(Collectors.groupingBy(
                        intent -> poisoned.getOrDefault(intent, ""), LinkedHashMap::new, Collectors.toList()));
        byCause.forEach((cause, intents) -> {
            ClaimedIntent first = intents.get(0);
            if (failedAlike.isRepeated(cause, first.id(), store.now()) || intents.size() > 1) {
                laneFault(lease, intents, "several intents fail alike: " + cause);
            } else {
                park(lease, first, cause);
            }
        });
    }

    private void park(LaneLease lease, ClaimedIntent intent, String cause) {
        LOGGER.log(
                Level.ERROR,
                "PEER-SET-010 intent parked id={0} kind={1} lane={2} cause={3}",
                intent.id(),
                intent.kind(),
                lane.name(),
                cause);
        store.park(lease, intent.id(), cause);
    }

    private void laneFault(LaneLease lease, Collection<ClaimedIntent> intents, String cause) {
        Duration pause = faultPause.next();
        LOGGER.log(
                Level.WARNING,
                "PEER-SET-001 lane fault lane={0} intents={1} pauseMillis={2} cause={3}",
                lane.name(),
                intents.size(),
                Long.toString(pause.toMillis()),
                cause);
        giveBack(lease, intents, pause, cause);
    }

    private void giveBack(LaneLease lease, Collection<ClaimedIntent> intents, Duration pause, String why) {
        if (!intents.isEmpty()) {
            store.release(lease, intents.stream().map(ClaimedIntent::id).toList(), pause, why);
        }
    }

    /** Beat three. If the commit's outcome is not known, only bytes that are found stored may be sent. */
    private Set<UUID> stored(LaneLease lease, List<Signed> signed) {
        List<NewAttempt> attempts = signed.stream().map(Signed::attempt).toList();
        Set<UUID> all = attempts.stream().map(NewAttempt::id).collect(Collectors.toSet());
        try {
            store.store(lease, attempts);
            return all;
        } catch (FencedOffException fencedOff) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-002 fenced off, unsent transactions thrown away lane={0} attempts={1} cause={2}",
                    lane.name(),
                    attempts.size(),
                    fencedOff.getMessage());
            return Set.of();
        } catch (Exception uncertain) {
            // The container reports a commit that it cannot judge by a checked exception that nobody declares.
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-003 outcome of storing is not known lane=" + lane.name() + " attempts=" + attempts.size(),
                    uncertain);
            return store.stored(all);
        }
    }

    /** Beat four, the first time. The tracker sends the same bytes again until they are final or expired. */
    private List<Observation> send(List<Signed> stored) {
        List<Observation> observed = new ArrayList<>();
        for (Signed signed : stored) {
            if (endpoints.allRest()) {
                // What is stored is protected; the tracker sends it once an endpoint is awake.
                return observed;
            }
            NewAttempt attempt = signed.attempt();
            SubmitOutcome outcome = endpoints.send(endpoints.preferred(), signed.transaction());
            LOGGER.log(
                    Level.INFO,
                    "attempt sent id={0} memo={1} signature={2} intents={3} lastValidBlockHeight={4} outcome={5}",
                    attempt.id(),
                    attempt.memo(),
                    attempt.signature(),
                    attempt.intentIds().size(),
                    Long.toString(attempt.lastValidBlockHeight()),
                    outcome);
            if (outcome instanceof SubmitOutcome.Accepted) {
                observed.add(new Observation(attempt.id(), AttemptFact.submitted(), Duration.ZERO));
            } else if (outcome instanceof SubmitOutcome.Unknown unknown) {
                observed.add(new Observation(attempt.id(), AttemptFact.unknown(unknown.cause()), Duration.ZERO));
            }
        }
        return observed;
    }
}
