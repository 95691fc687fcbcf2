package network.peer.chain.confirm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.tx.SignedTransaction;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.LiveAttempt;
import network.peer.settlement.SettlementStore;

/**
 * Follows every attempt that is not closed, whoever signed it: any node may send and track stored bytes. FINALIZED
 * needs the quorum of endpoints, EXPIRED the proof of absence from all; everything less certain changes nothing that
 * could lead to a second signature.
 */
public final class AttemptTracker {
    private static final Logger LOGGER = System.getLogger(AttemptTracker.class.getName());

    private final SettlementStore store;
    private final Endpoints endpoints;
    private final AbsenceProver absence;
    private final Duration resendPause;
    private final Duration rejectedPause;
    private final Map<UUID, Long> lastSentNanos = new ConcurrentHashMap<>();

    /**
     * @param resendPause how long to wait before the same bytes are sent again
     * @param rejectedPause how long the intents of a rejected attempt rest before they are signed again
     */
    public AttemptTracker(SettlementStore store, Endpoints endpoints, Duration resendPause, Duration rejectedPause) {
        this.store = store;
        this.endpoints = endpoints;
        this.absence = new AbsenceProver(endpoints);
        this.resendPause = resendPause;
        this.rejectedPause = rejectedPause;
    }

    /**
     * What one look at all live attempts found.
     *
     * @param live how many were live before
     * @param closed how many of them are closed now
     */
    public record Round(int live, int closed) {}

    public Round runOnce() {
        int live = 0;
        int closed = 0;
        Optional<UUID> last = Optional.empty();
        List<LiveAttempt> page;
        do {
            page = store.liveAttempts(last, SolanaRpc.MAX_SIGNATURES_PER_CALL);
            if (!page.isEmpty()) {
                closed += track(page);
                live += page.size();
                last = Optional.of(page.get(page.size() - 1).id());
            }
        } while (page.size() == SolanaRpc.MAX_SIGNATURES_PER_CALL);
        if (live == closed) {
            lastSentNanos.clear();
        }
        return new Round(live, closed);
    }

    private int track(List<LiveAttempt> attempts) {
        List<SignatureStatuses> answers = askAll(attempts);
        if (answers.isEmpty()) {
            return 0;
        }
        List<LiveAttempt> unseen = new ArrayList<>();
        int closed = 0;
        for (LiveAttempt attempt : attempts) {
            List<SignatureStatus> seen = answers.stream()
                    .map(answer -> answer.of(attempt.signature()))
                    .filter(Objects::nonNull)
                    .toList();
            closed += recordSeen(attempt, seen) ? 1 : 0;
            if (seen.isEmpty()) {
                unseen.add(attempt);
            }
        }
        return closed + expireOrResend(unseen);
    }

    /** An endpoint that does not answer says nothing; the others still count. */
    private List<SignatureStatuses> askAll(List<LiveAttempt> attempts) {
        List<SignatureStatuses> answers = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.all()) {
            try {
                answers.add(rpc.getSignatureStatuses(
                        attempts.stream().map(LiveAttempt::signature).toList(), true));
            } catch (RpcException silent) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-004 no status from endpoint={0} cause={1}",
                        rpc.endpoint(),
                        silent.getMessage());
            }
        }
        return answers;
    }

    /** @return whether the attempt is closed now */
    private boolean recordSeen(LiveAttempt attempt, List<SignatureStatus> seen) {
        Optional<SignatureStatus> finalized = agreed(seen, false);
        if (finalized.isPresent()) {
            return record(attempt, AttemptFact.finalized(finalized.get().slot()));
        }
        Optional<SignatureStatus> failed = agreed(seen, true);
        if (failed.isPresent()) {
            return record(
                    attempt,
                    AttemptFact.rejected(
                            failed.get().slot(), String.valueOf(failed.get().error())));
        }
        Optional<SignatureStatus> confirmed = seen.stream()
                .filter(status -> !status.hasFailed() && status.isAtLeastConfirmed())
                .findFirst();
        if (confirmed.isPresent()) {
            record(attempt, AttemptFact.confirmed(confirmed.get().slot()));
        } else if (attempt.state() == AttemptState.CONFIRMED) {
            record(attempt, AttemptFact.submitted());
        }
        return false;
    }

    /** What the quorum saw finalized, with or without an error: before that, another fork may decide otherwise. */
    private Optional<SignatureStatus> agreed(List<SignatureStatus> seen, boolean failed) {
        List<SignatureStatus> agreeing = seen.stream()
                .filter(status -> status.isFinalized() && status.hasFailed() == failed)
                .toList();
        return agreeing.size() >= endpoints.finalityQuorum() ? Optional.of(agreeing.get(0)) : Optional.empty();
    }

    private int expireOrResend(List<LiveAttempt> unseen) {
        if (unseen.isEmpty()) {
            return 0;
        }
        Map<UUID, String> proofs = absence.prove(unseen);
        int closed = 0;
        for (LiveAttempt attempt : unseen) {
            String proof = proofs.get(attempt.id());
            if (proof != null) {
                if (attempt.state() == AttemptState.CONFIRMED) {
                    record(attempt, AttemptFact.submitted());
                }
                closed += record(attempt, AttemptFact.expired(proof)) ? 1 : 0;
            } else {
                resend(attempt);
            }
        }
        return closed;
    }

    private void resend(LiveAttempt attempt) {
        Long last = lastSentNanos.get(attempt.id());
        long now = System.nanoTime();
        if (last != null && now - last < resendPause.toNanos()) {
            return;
        }
        lastSentNanos.put(attempt.id(), now);
        SignedTransaction transaction =
                SignedTransaction.fromWire(attempt.bytes().toArray());
        boolean accepted = false;
        String cause = "";
        for (SolanaRpc rpc : endpoints.all()) {
            SubmitOutcome outcome = rpc.send(transaction, true);
            accepted |= outcome instanceof SubmitOutcome.Accepted;
            cause = outcome.toString();
        }
        if (accepted) {
            record(attempt, AttemptFact.submitted());
        } else if (attempt.state() == AttemptState.SIGNED) {
            record(attempt, AttemptFact.unknown(cause));
        }
    }

    private boolean record(LiveAttempt attempt, AttemptFact fact) {
        Duration pause = fact.state() == AttemptState.REJECTED ? rejectedPause : Duration.ZERO;
        boolean changed = store.record(attempt.id(), fact, pause);
        if (changed) {
            Level level = fact.state() == AttemptState.REJECTED ? Level.ERROR : Level.INFO;
            String code = fact.state() == AttemptState.REJECTED ? "PEER-SET-005 " : "";
            LOGGER.log(
                    level,
                    code + "attempt {0} id={1} signature={2} slot={3} problem={4}",
                    fact.state(),
                    attempt.id(),
                    attempt.signature(),
                    String.valueOf(fact.landedSlot()),
                    String.valueOf(fact.problem()));
        }
        return changed && !fact.state().isLive();
    }
}
