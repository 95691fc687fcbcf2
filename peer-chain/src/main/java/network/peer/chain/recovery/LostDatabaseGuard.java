package network.peer.chain.recovery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import network.peer.chain.keys.Keystore;
import network.peer.chain.recovery.DerivedWallets.Found;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Keeps lanes from signing over a database that has lost commits: what our signers sent last must be known to it. Asked
 * before each claim; looks at the chain for each incarnation of the database, at once and when nothing can land any more that
 * was sent before, and again after {@link #doubt()}.
 */
public final class LostDatabaseGuard {
    /** So many unused derivation indexes in a row end the search for wallets of lost users. */
    public static final int DEFAULT_GAP_LIMIT = 1_000;

    private static final Logger LOGGER = System.getLogger(LostDatabaseGuard.class.getName());

    private final RecoveryStore store;
    private final SettlementStore settlement;
    private final Endpoints endpoints;
    private final Keystore keystore;
    private final PublicKey mint;
    private final List<PublicKey> signers;
    private final BytesUnderWay underWay;
    private final Supplier<Duration> rest;
    private final LongSupplier nanoTime;
    private final AtomicLong doubts = new AtomicLong();
    private long unreadableAtNanos;
    private @Nullable String unreadable;
    private @Nullable String looked;
    private @Nullable String checked;
    private @Nullable String problem;

    /**
     * @param signers those whose transactions are attempts: the mint authority and the fee payer
     * @param rest how long it does not ask again for what it could not read: lanes come several times a second
     * @param nanoTime of a clock that never goes back
     */
    public LostDatabaseGuard(
            RecoveryStore store,
            SettlementStore settlement,
            Endpoints endpoints,
            Keystore keystore,
            PublicKey mint,
            List<PublicKey> signers,
            NetworkLimits limits,
            Supplier<Duration> rest,
            LongSupplier nanoTime) {
        this.store = store;
        this.rest = rest;
        this.nanoTime = nanoTime;
        this.settlement = settlement;
        this.endpoints = endpoints;
        this.keystore = keystore;
        this.mint = mint;
        this.signers = List.copyOf(signers);
        this.underWay = new BytesUnderWay(endpoints, limits.blockhashLifetimeBlocks());
    }

    /** Something failed that may have been the database: looks again before the next claim. */
    public void doubt() {
        doubts.incrementAndGet();
    }

    /**
     * Whether the chain was compared with this very database, after all that could land without its knowledge had landed.
     * If the chain knows more, everything is paused first; whether the lanes go on is then a matter of that pause.
     */
    public synchronized boolean isChecked() {
        String incarnation = store.incarnation();
        String current = incarnation + " " + doubts.get();
        if (current.equals(checked)) {
            return true;
        }
        if (current.equals(unreadable) && rests()) {
            return false;
        }
        unreadable = null;
        try {
            // Asked before the history is looked at, which must have all of it then.
            boolean trusted = store.isTrusted(incarnation);
            boolean complete = trusted || underWay.areOver(incarnation);
            if (complete || !current.equals(looked)) {
                Look look = look();
                look.unknown().ifPresent(this::stopEverything);
                // An incarnation has lost nothing since it was trusted: nodes may prune what it needed then.
                if (complete && !trusted && look.unknown().isEmpty()) {
                    requireNeededHistory(look.answered());
                }
                looked = current;
            }
            if (!complete) {
                report("what it sent before commits were lost can land until block height "
                        + underWay.landUntilHeight());
                return false;
            }
        } catch (RpcException | HistoryGapException failure) {
            report(String.valueOf(failure.getMessage()));
            unreadable = current;
            unreadableAtNanos = nanoTime.getAsLong();
            return false;
        }
        store.trust(incarnation);
        checked = current;
        problem = null;
        return true;
    }

    private boolean rests() {
        return nanoTime.getAsLong() - unreadableAtNanos < rest.get().toNanos();
    }

    /** What an endpoint has of a signer that the store does not know. */
    Optional<SignatureInfo> newestUnknown() {
        return look().unknown();
    }

    /** @param answered those that show nothing unknown */
    private record Look(Optional<SignatureInfo> unknown, List<SolanaRpc> answered) {}

    /** One endpoint may hide something, so two must answer, or the only one there is. */
    private Look look() {
        List<SolanaRpc> answered = new ArrayList<>();
        List<RuntimeException> silent = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.all()) {
            try {
                Optional<SignatureInfo> unknown = newestUnknown(rpc);
                if (unknown.isPresent()) {
                    return new Look(unknown, answered);
                }
                answered.add(rpc);
            } catch (RpcException | HistoryGapException unreadable) {
                silent.add(unreadable);
            }
        }
        if (answered.size() < endpoints.finalityQuorum()) {
            throw silent.get(0);
        }
        return new Look(Optional.empty(), answered);
    }

    /**
     * A history that begins after the loss shows nothing unknown either. One that reaches back is enough: to demand two would
     * stop settlement wherever one of two nodes prunes. Asked after the look, since a node may cut its history off meanwhile.
     *
     * @throws HistoryGapException if none reaches back
     */
    private void requireNeededHistory(List<SolanaRpc> answered) {
        NeededHistory needed = new NeededHistory(mint, settlement.newestFinalizedSlot());
        List<String> tooShort = new ArrayList<>();
        for (SolanaRpc rpc : answered) {
            try {
                if (needed.isKeptBy(rpc)) {
                    return;
                }
                tooShort.add(rpc.endpoint());
            } catch (RpcException | HistoryGapException unreadable) {
                tooShort.add(rpc.endpoint() + " (" + unreadable.getMessage() + ")");
            }
        }
        throw new HistoryGapException(tooShort + " do not keep the history since " + needed
                + ": add an endpoint that does to peer.chain.rpc.urls");
    }

    private Optional<SignatureInfo> newestUnknown(SolanaRpc rpc) {
        return signers.stream()
                .flatMap(signer -> new SignerHistory(rpc, signer, store::known)
                        .newestUnknown(ReadAt.CONFIRMED, Commitment.CONFIRMED).stream())
                .findFirst();
    }

    /** The wallets of lost users too: until the rebuild runs somebody may register. */
    private void stopEverything(SignatureInfo unknown) {
        LOGGER.log(
                Level.ERROR,
                "PEER-SET-011 the database has lost commits, lanes paused until rebuild-from-chain has run"
                        + " signature={0} slot={1} memo={2}",
                unknown.signature(),
                Long.toString(unknown.slot()),
                unknown.memo());
        store.require("PEER-SET-011: the database does not know " + unknown.signature() + ", which we sent (slot "
                + unknown.slot() + ", memo " + unknown.memo() + "): run rebuild-from-chain");
        List<Found> lost =
                new DerivedWallets(endpoints, keystore, mint).from(store.nextDerivationIndex(), DEFAULT_GAP_LIMIT);
        if (!lost.isEmpty()) {
            store.skipDerivationIndexes(lost.get(lost.size() - 1).index());
        }
    }

    private void report(String cause) {
        if (!cause.equals(problem)) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-012 nothing is signed until the database was compared with the chain cause={0}",
                    cause);
        }
        problem = cause;
    }
}
