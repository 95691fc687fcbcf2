package network.peer.chain.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentState;
import network.peer.settlement.LaneLease;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.SettlementStore;
import network.peer.settlement.SignedBytes;
import network.peer.testing.InMemoryBooks;
import network.peer.testing.OwedIntent;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.WalletKey;
import org.junit.jupiter.api.Test;

class AttemptTrackerTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final InMemoryBooks books = new InMemoryBooks();
    private final SettlementStore store = books.store();
    private final WalletKey wallet = books.openWallet(index -> PublicKey.of(new byte[32]));
    private final OwedIntent owed = books.owePayout(LocalDate.parse("2026-11-21"), wallet, TokenAmount.ofPeer(1));
    private int signatures;

    @Test
    void aTransactionThatFailedOnAnotherForkAfterItWasConfirmedIsRejected() {
        NewAttempt attempt = storedAttempt();
        record(attempt, AttemptFact.confirmed(5));
        SolanaRpc failedForEver = answering(new SignatureStatus(9, Commitment.FINALIZED, "\"AccountInUse\""));

        tracker(failedForEver).runOnce();

        assertThat(books.attemptState(attempt.id())).isEqualTo(AttemptState.REJECTED);
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.RECORDED);
    }

    @Test
    void anErrorThatIsNotFinalChangesNothingForGood() {
        NewAttempt attempt = storedAttempt();
        SolanaRpc failedForNow = answering(new SignatureStatus(9, Commitment.CONFIRMED, "\"AccountInUse\""));

        tracker(failedForNow).runOnce();

        assertThat(books.attemptState(attempt.id())).isEqualTo(AttemptState.SIGNED);
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.IN_ATTEMPT);
    }

    @Test
    void whatWasRejectedRestsAsLongAsThePaceSaysThen() {
        AtomicReference<Duration> pace = new AtomicReference<>(Duration.ZERO);
        AttemptTracker tracker =
                tracker(answering(new SignatureStatus(9, Commitment.FINALIZED, "\"AccountInUse\"")), pace::get);
        storedAttempt();
        pace.set(Duration.ofSeconds(12));

        tracker.runOnce();

        LaneLease lease = store.lease("mint", "owner", LEASE).orElseThrow();
        books.moveClock(Duration.ofSeconds(11));
        assertThat(store.claim(lease, 1, LEASE)).isEmpty();
        books.moveClock(Duration.ofSeconds(2));
        assertThat(store.claim(lease, 1, LEASE)).hasSize(1);
    }

    @Test
    void whatIsClosedIsForgottenThoughSomethingElseIsLive() {
        Map<TransactionSignature, SignatureStatus> statuses = new HashMap<>();
        AttemptTracker tracker = new AttemptTracker(
                store,
                new Endpoints(List.of(answering(statuses))),
                () -> Duration.ofHours(1),
                () -> Duration.ZERO,
                System::nanoTime);
        NewAttempt first = storedAttempt();
        books.owePayout(LocalDate.parse("2026-11-22"), wallet, TokenAmount.ofPeer(1));
        storedAttempt();
        tracker.runOnce();
        assertThat(tracker.remembered()).isEqualTo(2);

        statuses.put(first.signature(), new SignatureStatus(9, Commitment.FINALIZED, null));
        tracker.runOnce();
        tracker.runOnce();

        assertThat(tracker.remembered()).isEqualTo(1);
    }

    private AttemptTracker tracker(SolanaRpc rpc) {
        return tracker(rpc, () -> Duration.ZERO);
    }

    private AttemptTracker tracker(SolanaRpc rpc, Supplier<Duration> rejectedPause) {
        return new AttemptTracker(
                store, new Endpoints(List.of(rpc)), () -> Duration.ZERO, rejectedPause, System::nanoTime);
    }

    private NewAttempt storedAttempt() {
        LaneLease lease = store.lease("mint", "owner", LEASE).orElseThrow();
        ClaimedIntent claimed = store.claim(lease, 1, LEASE).get(0);
        byte[] signature = ByteBuffer.allocate(64).putLong(++signatures).array();
        NewAttempt attempt = new NewAttempt(
                Ids.newId(),
                "P1 M 2026-11-21 " + signatures + " 1",
                TransactionSignature.of(signature),
                new SignedBytes(signature),
                "11111111111111111111111111111111",
                150,
                1,
                1_000,
                0,
                List.of(claimed.id()));
        store.store(lease, List.of(attempt));
        return attempt;
    }

    private void record(NewAttempt attempt, AttemptFact fact) {
        assertThat(store.record(List.of(new Observation(attempt.id(), fact, Duration.ZERO))))
                .hasSize(1);
    }

    /** An endpoint that knows these statuses, and has no final block yet. */
    private static SolanaRpc answering(Map<TransactionSignature, SignatureStatus> statuses) {
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(),
                new Class<?>[] {SolanaRpc.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getSignatureStatuses" -> {
                        @SuppressWarnings("unchecked")
                        List<TransactionSignature> asked = (List<TransactionSignature>) arguments[0];
                        yield new SignatureStatuses(10, asked, statuses);
                    }
                    case "getEpochInfo" -> new EpochInfo(0, 0, 0, 0, 432_000);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** An endpoint that knows one thing about every signature, and nothing else. */
    private static SolanaRpc answering(SignatureStatus status) {
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(), new Class<?>[] {SolanaRpc.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getSignatureStatuses")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    @SuppressWarnings("unchecked")
                    List<TransactionSignature> asked = (List<TransactionSignature>) arguments[0];
                    return new SignatureStatuses(10, asked, Map.of(asked.get(0), status));
                });
    }
}
