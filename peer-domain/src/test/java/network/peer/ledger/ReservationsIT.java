package network.peer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReservationsIT {
    private static TestDatabase database;

    private Holder holder;
    private Holder other;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void holderWithTen() {
        holder = database.inTransaction(Holders::aHolder);
        other = database.inTransaction(Holders::aHolder);
        database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(10), holder));
    }

    @Test
    void whatIsReservedCannotBeSpent() {
        reserve("r1:" + holder, 8);

        assertThat(balance(holder)).isEqualTo(new Balance(TokenAmount.ofPeer(2), TokenAmount.ofPeer(8)));
        refused(ErrorCode.INSUFFICIENT_BALANCE, () -> reserve("r2:" + holder, 3));
        refused(ErrorCode.INSUFFICIENT_BALANCE, () -> post(transfer("t:" + holder, 3)));
        assertThat(reserve("r1:" + holder, 8)).as("the first answer again").isNotNull();
        assertThat(balance(holder).reserved()).isEqualTo(TokenAmount.ofPeer(8));
        refused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> reserve("r1:" + holder, 7));
    }

    @Test
    void voidingGivesBackOnce() {
        UUID reservation = reserve("r:" + holder, 8);

        voidIt(reservation);
        voidIt(reservation);

        assertThat(balance(holder)).isEqualTo(new Balance(TokenAmount.ofPeer(10), TokenAmount.ZERO));
        refused(ErrorCode.CONFLICT, () -> postReserved(reservation, transfer("t:" + holder, 8)));
        refused(ErrorCode.NOT_FOUND, () -> voidIt(UUID.randomUUID()));
    }

    @Test
    void postingTakesExactlyWhatIsHeld() {
        UUID reservation = reserve("r:" + holder, 10);

        assertThatThrownBy(() -> postReserved(reservation, transfer("less:" + holder, 9)))
                .isInstanceOf(IllegalArgumentException.class);
        Posted posted = postReserved(reservation, transfer("t:" + holder, 10));
        Posted again = postReserved(reservation, transfer("t:" + holder, 10));

        assertThat(again).isEqualTo(new Posted(posted.ledgerTransactionId(), true));
        assertThat(balance(holder)).isEqualTo(new Balance(TokenAmount.ZERO, TokenAmount.ZERO));
        assertThat(balance(other).available()).isEqualTo(TokenAmount.ofPeer(10));
        refused(ErrorCode.CONFLICT, () -> voidIt(reservation));
    }

    @Test
    void ofConcurrentReservationsOnlyWhatIsCoveredSucceeds() throws Exception {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();

        List<Callable<Void>> attempts = IntStream.range(0, 8)
                .<Callable<Void>>mapToObj(number -> () -> {
                    try {
                        reserve("race" + number + ":" + holder, 3);
                        held.incrementAndGet();
                    } catch (BusinessException notCovered) {
                        refused.incrementAndGet();
                    }
                    return null;
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (Future<Void> attempt : threads.invokeAll(attempts)) {
            attempt.get();
        }
        threads.shutdown();

        assertThat(held).hasValue(3);
        assertThat(refused).hasValue(5);
        assertThat(balance(holder)).isEqualTo(new Balance(TokenAmount.ofPeer(1), TokenAmount.ofPeer(9)));
    }

    private UUID reserve(String key, long peer) {
        return database.inTransaction(em -> Holders.ledger(em)
                .reserve(holder.account(), TokenAmount.ofPeer(peer), key, Ids.hash(key, Long.toString(peer))));
    }

    private static void voidIt(UUID reservation) {
        database.runInTransaction(em -> Holders.ledger(em).voidReservation(reservation));
    }

    private PostCommand transfer(String key, long peer) {
        return Holders.transfer(key, holder, other, TokenAmount.ofPeer(peer));
    }

    private static Posted post(PostCommand command) {
        return database.inTransaction(em -> Holders.ledger(em).post(command));
    }

    private static Posted postReserved(UUID reservation, PostCommand command) {
        return database.inTransaction(em -> Holders.ledger(em).postReserved(reservation, command));
    }

    private static Balance balance(Holder holder) {
        return database.inTransaction(em -> Holders.ledger(em).balance(holder.account()));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }
}
