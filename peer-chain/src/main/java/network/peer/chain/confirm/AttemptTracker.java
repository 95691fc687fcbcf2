package network.peer.chain.confirm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.chain.tx.SignedTransaction;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.SettlementStore;

/**
 * Follows every attempt that is not closed, whoever signed it: any node may send and track stored bytes. FINALIZED
 * needs the quorum of endpoints, EXPIRED the proof of absence from all; everything less certain changes nothing that
 * could lead to a second signature.
 */
public final class AttemptTracker {
    private static final Logger LOGGER = System.getLogger(AttemptTracker.class.getName());

    private static final int RECORDED_AT_ONCE = 16;

    private final SettlementStore store;
    private final Endpoints endpoints;
    private final AbsenceProver absence;
    private final Supplier<Duration> resendPause;
    private final Supplier<Duration> rejectedPause;
    private final LongSupplier nanoTime;
    private final SettlementTelemetry telemetry;
    private final Map<UUID, Long> lastSentNanos = new ConcurrentHashMap<>();

    /** As below, with nobody who watches. */
    public AttemptTracker(
            SettlementStore store,
            Endpoints endpoints,
            Supplier<Duration> resendPause,
            Supplier<Duration> rejectedPause,
            LongSupplier nanoTime) {
        this(store, endpoints, resendPause, rejectedPause, nanoTime, SettlementTelemetry.NONE);
    }

    /**
     * @param resendPause how long to wait before the same bytes are sent again
     * @param rejectedPause how long the intents of a rejected attempt rest before they are signed again
     * @param nanoTime of a clock that never goes back
     */
    public AttemptTracker(
            SettlementStore store,
            Endpoints endpoints,
            Supplier<Duration> resendPause,
            Supplier<Duration> rejectedPause,
            LongSupplier nanoTime,
            SettlementTelemetry telemetry) {
        this.store = store;
        this.endpoints = endpoints;
        this.absence = new AbsenceProver(endpoints);
        this.resendPause = resendPause;
        this.rejectedPause = rejectedPause;
        this.nanoTime = nanoTime;
        this.telemetry = telemetry;
    }

    /**
     * What one look at all live attempts found.
     *
     * @param live how many were live before
     * @param closed how many of them are closed now
     */
    public record Round(int live, int closed) {}

    public Round runOnce() {
        Set<UUID> live = new HashSet<>();
        int closed = 0;
        Optional<UUID> last = Optional.empty();
        List<LiveAttempt> page;
        do {
            page = store.liveAttempts(last, SolanaRpc.MAX_SIGNATURES_PER_CALL);
            if (!page.isEmpty()) {
                closed += track(page);
                page.forEach(attempt -> live.add(attempt.id()));
                last = Optional.of(page.get(page.size() - 1).id());
            }
        } while (page.size() == SolanaRpc.MAX_SIGNATURES_PER_CALL);
        lastSentNanos.keySet().retainAll(live);
        return new Round(live.size(), closed);
    }

    /** Of how many attempts it knows when they were sent last. */
    int remembered() {
        return lastSentNanos.size();
    }

    /** @return how many are closed now */
    private int track(List<LiveAttempt> attempts) {
        List<SignatureStatuses> answers = askAll(attempts);
        if (answers.isEmpty()) {
            return 0;
        }
        List<Observed> observed = new ArrayList<>();
        List<LiveAttempt> unseen = new ArrayList<>();
        for (LiveAttempt attempt : attempts) {
            List<SignatureStatus> seen = answers.stream()
                    .map(answer -> answer.of(attempt.signature()))
                    .filter(Objects::nonNull)
                    .toList();
            fact(attempt, seen).ifPresent(fact -> observed.addAll(steps(attempt, fact)));
            if (seen.isEmpty()) {
                unseen.add(attempt);
            }
        }
        observed.addAll(expireOrResend(unseen));
        return record(observed);
    }

    private record Observed(LiveAttempt attempt, AttemptFact fact) {}

    /** A CONFIRMED attempt that failed or expired after all was dropped by a fork before, which is a step of its own. */
    private static List<Observed> steps(LiveAttempt attempt, AttemptFact fact) {
        Observed last = new Observed(attempt, fact);
        return attempt.state() == AttemptState.CONFIRMED && !fact.state().isOpen()
                ? List.of(new Observed(attempt, AttemptFact.submitted()), last)
                : List.of(last);
    }

    /** An endpoint that does not answer says nothing; the others still count. */
    private List<SignatureStatuses> askAll(List<LiveAttempt> attempts) {
        List<SignatureStatuses> answers = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.awake()) {
            try {
                answers.add(rpc.getSignatureStatuses(
                        attempts.stream().map(LiveAttempt::signature).toList(), true));
            } catch (RpcException silent) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-004 no status from endpoint={0} cause={1}",
                        rpc.endpoint(),
                        silent.getMessage());
                endpoints.failed(rpc, silent);
            }
        }
        return answers;
    }

    private Optional<AttemptFact> fact(LiveAttempt attempt, List<SignatureStatus> seen) {
        Optional<SignatureStatus> finalized = agreed(seen, false);
        if (finalized.isPresent()) {
            return Optional.of(AttemptFact.finalized(finalized.get().slot()));
        }
        Optional<SignatureStatus> failed = agreed(seen, true);
        if (failed.isPresent()) {
            return Optional.of(AttemptFact.rejected(
                    failed.get().slot(), String.valueOf(failed.get().error())));
        }
        Optional<SignatureStatus> confirmed = seen.stream()
                .filter(status -> !status.hasFailed() && status.isAtLeastConfirmed())
                .findFirst();
        if (confirmed.isPresent()) {
            return Optional.of(AttemptFact.confirmed(confirmed.get().slot()));
        }
        return attempt.state() == AttemptState.CONFIRMED ? Optional.of(AttemptFact.submitted()) : Optional.empty();
    }

    /** What the quorum saw finalized, with or without an error: before that, another fork may decide otherwise. */
    private Optional<SignatureStatus> agreed(List<SignatureStatus> seen, boolean failed) {
        List<SignatureStatus> agreeing = seen.stream()
                .filter(status -> status.isFinalized() && status.hasFailed() == failed)
                .toList();
        return agreeing.size() >= endpoints.finalityQuorum() ? Optional.of(agreeing.get(0)) : Optional.empty();
    }

    private List<Observed> expireOrResend(List<LiveAttempt> unseen) {
        if (unseen.isEmpty()) {
            return List.of();
        }
        Map<UUID, String> proofs = absence.prove(unseen);
        List<Observed> observed = new ArrayList<>();
        for (LiveAttempt attempt : unseen) {
            String proof = proofs.get(attempt.id());
            if (proof != null) {
                observed.addAll(steps(attempt, AttemptFact.expired(proof)));
            } else if (!endpoints.allRest() && isDue(attempt)) {
                resend(attempt).ifPresent(fact -> observed.add(new Observed(attempt, fact)));
            }
        }
        return observed;
    }

    /** Whoever stored it is about to send it: not before a pause is over does it count as unsent. */
    private boolean isDue(LiveAttempt attempt) {
        long now = nanoTime.getAsLong();
        long last = lastSentNanos.computeIfAbsent(attempt.id(), id -> now);
        if (now - last < resendPause.get().toNanos()) {
            return false;
        }
        lastSentNanos.put(attempt.id(), now);
        return true;
    }

    private Optional<AttemptFact> resend(LiveAttempt attempt) {
        SignedTransaction transaction =
                SignedTransaction.fromWire(attempt.bytes().toArray());
        boolean accepted = false;
        String cause = "";
        for (SolanaRpc rpc : endpoints.awake()) {
            SubmitOutcome outcome = endpoints.send(rpc, transaction);
            accepted |= outcome instanceof SubmitOutcome.Accepted;
            cause = outcome.toString();
        }
        if (accepted) {
            return Optional.of(AttemptFact.submitted());
        }
        return attempt.state() == AttemptState.SIGNED ? Optional.of(AttemptFact.unknown(cause)) : Optional.empty();
    }

    /** In small transactions, since lanes that have sent an attempt wait for its row. @return how many attempts are closed by it */
    private int record(List<Observed> observed) {
        int closed = 0;
        for (int from = 0; from < observed.size(); from += RECORDED_AT_ONCE) {
            closed += recordAtOnce(observed.subList(from, Math.min(observed.size(), from + RECORDED_AT_ONCE)));
        }
        return closed;
    }

    private int recordAtOnce(List<Observed> observed) {
        Set<UUID> changed = store.record(observed.stream()
                .map(one -> new Observation(one.attempt().id(), one.fact(), pause(one.fact())))
                .toList());
        int closed = 0;
        for (Observed one : observed) {
            if (changed.contains(one.attempt().id())) {
                log(one);
                telemetry.recorded(one.attempt().id(), one.fact());
                closed += one.fact().state().isLive() ? 0 : 1;
            }
        }
        return closed;
    }

    private Duration pause(AttemptFact fact) {
        return fact.state() == AttemptState.REJECTED ? rejectedPause.get() : Duration.ZERO;
    }

    private static void log(Observed observed) {
        LiveAttempt attempt = observed.attempt();
        AttemptFact fact = observed.fact();
        boolean rejected = fact.state() == AttemptState.REJECTED;
        LOGGER.log(
                rejected ? Level.ERROR : Level.INFO,
                (rejected ? "PEER-SET-005 " : "") + "attempt {0} id={1} signature={2} slot={3} problem={4}",
                fact.state(),
                attempt.id(),
                attempt.signature(),
                String.valueOf(fact.landedSlot()),
                String.valueOf(fact.problem()));
    }
}
