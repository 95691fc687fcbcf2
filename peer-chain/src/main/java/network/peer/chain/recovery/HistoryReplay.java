package network.peer.chain.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import network.peer.BusinessException;
import network.peer.chain.recovery.RebuildFromChain.Options;
import network.peer.chain.recovery.SignerHistory.Depth;
import network.peer.chain.recovery.SignerHistory.Walk;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.DryRunException;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LaneWork;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.RecoveryStore.Booking;
import network.peer.settlement.RecoveryStore.Restored;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/** One walk through what our signers have on chain, oldest first; each transaction that is not known is restored. */
final class HistoryReplay {
    private static final int PROGRESS_EVERY = 100;

    private final RecoveryStore store;
    private final Endpoints endpoints;
    private final PublicKey mint;
    private final Map<PublicKey, LaneWork> workOf;
    private final NeededHistory needed;
    private final Options options;
    private final Consumer<String> progress;

    private final List<Finding> findings = new ArrayList<>();
    private long seen;
    private int restored;
    private int settled;
    private int booked;
    private Optional<String> blocked = Optional.empty();

    HistoryReplay(
            RecoveryStore store,
            Endpoints endpoints,
            PublicKey mint,
            Map<PublicKey, LaneWork> workOf,
            NeededHistory needed,
            Options options,
            Consumer<String> progress) {
        this.store = store;
        this.endpoints = endpoints;
        this.mint = mint;
        this.workOf = workOf;
        this.needed = needed;
        this.options = options;
        this.progress = progress;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    long seen() {
        return seen;
    }

    int restored() {
        return restored;
    }

    int settled() {
        return settled;
    }

    int booked() {
        return booked;
    }

    /** Why it ended early. */
    Optional<String> blocked() {
        return blocked;
    }

    /** A transaction that may be ours, and whose it would be. */
    private record Candidate(SignatureInfo info, PublicKey signer) {}

    /**
     * Ends at the first that cannot be restored now, so that what is done is always a prefix; a dry run goes on.
     *
     * @throws HistoryGapException if fewer endpoints than the quorum keep the history that is needed
     */
    void run() {
        List<Candidate> candidates = candidates();
        progress.accept("transactions to look at: " + candidates.size() + " of " + seen + " in the history");
        for (Candidate candidate : candidates) {
            Optional<String> why = restore(candidate);
            if (why.isPresent()) {
                blocked = Optional.of(candidate.info().signature() + ": " + why.get());
                if (!options.dryRun()) {
                    return;
                }
                progress.accept("would stop at " + blocked.get());
            }
        }
    }

    /** Oldest first over both signers, from every endpoint: one that hides something cannot hide it from the others. */
    private List<Candidate> candidates() {
        Depth depth = options.fromTheBeginning() ? Depth.TO_THE_BEGINNING : Depth.TO_NEWEST_KNOWN;
        Map<TransactionSignature, Candidate> found = new LinkedHashMap<>();
        for (PublicKey signer : workOf.keySet()) {
            for (SolanaRpc rpc : endpoints.all()) {
                Walk walk = new SignerHistory(rpc, signer, store::known).walk(depth);
                seen += walk.seen();
                walk.unknown().forEach(info -> found.putIfAbsent(info.signature(), new Candidate(info, signer)));
            }
        }
        requireNeededHistory();
        return found.values().stream()
                .sorted(Comparator.comparingLong(candidate -> candidate.info().slot()))
                .toList();
    }

    /** Asked after the walk, since a node may cut its history off meanwhile. */
    private void requireNeededHistory() {
        List<String> tooShort = endpoints.all().stream()
                .filter(rpc -> !needed.isKeptBy(rpc))
                .map(SolanaRpc::endpoint)
                .toList();
        if (endpoints.all().size() - tooShort.size() < endpoints.finalityQuorum()) {
            throw new HistoryGapException(tooShort + " do not keep the history since " + needed);
        }
    }

    /** As each endpoint has it that does: one alone could say that a payment failed, or a failure paid. */
    private List<LandedTransaction> finalized(TransactionSignature signature) {
        return endpoints.all().stream()
                .flatMap(rpc -> SignerHistory.find(rpc, signature, Commitment.FINALIZED).stream())
                .toList();
    }

    /** @return why it could not be restored now */
    private Optional<String> restore(Candidate candidate) {
        List<LandedTransaction> said = finalized(candidate.info().signature());
        if (said.size() < endpoints.finalityQuorum()) {
            return Optional.of("not finalized at every endpoint of the quorum");
        }
        LandedTransaction landed = said.get(0);
        if (landed.slot() != candidate.info().slot() || !said.stream().allMatch(landed::agreesWith)) {
            return Optional.of("the endpoints disagree about it");
        }
        if (!SignerHistory.isOurs(landed, candidate.signer())) {
            return Optional.empty();
        }
        LaneWork work = Objects.requireNonNull(workOf.get(candidate.signer()));
        Optional<LandedAttempt> attempt = new AttemptReader(endpoints, mint).read(landed, work);
        if (attempt.isEmpty()) {
            Finding unreadable = new Finding(Kind.UNREADABLE, landed.signature().base58(), "slot " + landed.slot());
            findings.add(unreadable);
            if (!options.dryRun()) {
                store.record(List.of(unreadable));
            }
            return Optional.of("signed by us, but not of our making by its instructions");
        }
        Restored outcome = restore(attempt.get());
        if (outcome.blockedBy().isEmpty()) {
            restored++;
            settled += outcome.settled();
            booked += outcome.booked();
            findings.addAll(outcome.findings());
            if (restored % PROGRESS_EVERY == 0) {
                progress.accept("restored " + restored + ", slot " + landed.slot());
            }
        }
        return outcome.blockedBy();
    }

    private Restored restore(LandedAttempt attempt) {
        try {
            try {
                return store.restore(attempt, Booking.POST, options.dryRun());
            } catch (BusinessException refused) {
                progress.accept("the ledger refuses to post " + attempt.memo() + ": " + refused.getMessage());
                return store.restore(attempt, Booking.LIST, options.dryRun());
            }
        } catch (DryRunException dry) {
            return dry.restored();
        }
    }
}
