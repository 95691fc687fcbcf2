package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.peer.testing.OwedIntent;
import network.peer.testing.SettlementBooks;
import network.peer.testing.SettlementBooks.Part;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.WalletKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every settlement store must do, as far as all parts of the contract share it. */
abstract class SettlementStoreContract {
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration BEYOND_LEASE = Duration.ofSeconds(61);
    static final LocalDate DAY = LocalDate.parse("2026-11-21");
    static final TokenAmount ONE = TokenAmount.ofPeer(1);
    static final TokenAmount TEN = TokenAmount.ofPeer(10);

    private static final int ROUNDS = 10;

    SettlementBooks books;
    SettlementStore store;
    private long signatures;

    abstract SettlementBooks newBooks();

    @BeforeEach
    void open() {
        books = newBooks();
        store = books.store();
    }

    @AfterEach
    void close() {
        books.close();
    }

    WalletKey wallet() {
        return books.openWallet(index ->
                PublicKey.of(ByteBuffer.allocate(32).putLong(7).putLong(index).array()));
    }

    OwedIntent payout(WalletKey wallet) {
        return books.owePayout(DAY, wallet, TEN);
    }

    /** A wallet whose first payout is settled. */
    WalletKey paidWallet() {
        WalletKey wallet = wallet();
        payout(wallet);
        settleAll("mint");
        return wallet;
    }

    OwedIntent transfer(WalletKey from, WalletKey to, TokenAmount amount) {
        return books.oweMovement(from, List.of(new Part(to, amount)));
    }

    LaneLease lease(String lane, String owner) {
        return store.lease(lane, owner, LEASE).orElseThrow();
    }

    List<UUID> claim(LaneLease lease) {
        return ids(store.claim(lease, 100, LEASE));
    }

    /** Claims all that is ready in a lane and stores it as one attempt. */
    NewAttempt attempt(String lane) {
        LaneLease lease = lease(lane, "owner");
        NewAttempt attempt = newAttempt(claim(lease).toArray(UUID[]::new));
        store.store(lease, List.of(attempt));
        return attempt;
    }

    void settleAll(String lane) {
        record(attempt(lane), AttemptFact.finalized(1));
    }

    boolean record(NewAttempt attempt, AttemptFact fact) {
        return store.record(List.of(new Observation(attempt.id(), fact, Duration.ZERO)))
                .contains(attempt.id());
    }

    NewAttempt newAttempt(UUID... intents) {
        long number = ++signatures;
        byte[] signature = ByteBuffer.allocate(64).putLong(number).array();
        return new NewAttempt(
                Ids.newId(),
                "P1 test " + number,
                TransactionSignature.of(signature),
                new SignedBytes(signature),
                "11111111111111111111111111111111",
                150,
                1,
                1_000,
                0,
                List.of(intents));
    }

    static List<UUID> ids(List<ClaimedIntent> claimed) {
        return claimed.stream().map(ClaimedIntent::id).toList();
    }

    void assertFencedOff(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(FencedOffException.class);
    }

    Optional<LaneLease> takeOver(String lane, String owner) {
        books.moveClock(BEYOND_LEASE);
        return store.lease(lane, owner, LEASE);
    }

    /** What two calls came to that began at once: each its answer, or the exception. */
    record Both(Object first, Object second) {
        List<Object> answers() {
            return Arrays.asList(first, second);
        }
    }

    /** Lets two connections meet again and again; each round begins anew. */
    void race(Callable<?> first, Callable<?> second, java.util.function.Consumer<Both> check) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            Future<Object> one = threads.submit(() -> begun(start, first));
            Future<Object> other = threads.submit(() -> begun(start, second));
            check.accept(new Both(one.get(), other.get()));
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        } finally {
            threads.shutdownNow();
        }
    }

    static int rounds() {
        return ROUNDS;
    }

    private static Object begun(CyclicBarrier start, Callable<?> call) throws Exception {
        start.await();
        try {
            return call.call();
        } catch (FencedOffException fencedOff) {
            return fencedOff;
        }
    }

    Map<IntentState, Long> states() {
        return books.intentStates();
    }
}
