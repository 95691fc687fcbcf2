package network.peer.ledger;

import static network.peer.testing.Holders.aHolder;
import static network.peer.testing.Holders.ledger;
import static network.peer.testing.Holders.pay;
import static network.peer.testing.Holders.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;

class LedgerConcurrencyIT {
    private static final int THREADS = 32;
    private static final int TRANSFERS_EACH = 40;

    @Test
    void thirtyTwoThreadsAmongEightAccountsKeepTheSumAndNeverDeadlock() throws Exception {
        try (TestDatabase database = TestDatabase.freshDatabase()) {
            List<Holder> holders = database.inTransaction(
                    em -> IntStream.range(0, 8).mapToObj(i -> aHolder(em)).toList());
            database.inTransaction(em -> pay(em, TokenAmount.ofPeer(100), holders.toArray(Holder[]::new)));
            AtomicInteger refusals = new AtomicInteger();

            inParallel(THREADS, thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < TRANSFERS_EACH; i++) {
                    Holder from = holders.get(random.nextInt(8));
                    Holder to = holders.get((holders.indexOf(from) + 1 + random.nextInt(7)) % 8);
                    TokenAmount amount = TokenAmount.ofPeer(1 + random.nextInt(120));
                    String key = "c:" + thread + ":" + i;
                    try {
                        database.inTransaction(em -> ledger(em).post(transfer(key, from, to, amount)));
                    } catch (BusinessException refusal) {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
                        refusals.incrementAndGet();
                    }
                }
            });

            List<TokenAmount> balances = holders.stream()
                    .map(holder -> database.<Balance>inTransaction(
                                    em -> ledger(em).balance(holder.account()))
                            .available())
                    .toList();
            assertThat(balances.stream().reduce(TokenAmount.ZERO, TokenAmount::plus))
                    .isEqualTo(TokenAmount.ofPeer(800));
            assertThat(refusals.get()).isBetween(1, THREADS * TRANSFERS_EACH - 1);
        }
    }

    @Test
    void ofConcurrentDuplicatesOnePostsAndTheOthersGetItsAnswer() throws Exception {
        try (TestDatabase database = TestDatabase.freshDatabase()) {
            Holder alice = database.inTransaction(em -> aHolder(em));
            Holder bob = database.inTransaction(em -> aHolder(em));
            database.inTransaction(em -> pay(em, TokenAmount.ofPeer(100), alice));
            List<Posted> answers = new ArrayList<>();

            inParallel(16, thread -> {
                Posted posted = database.inTransaction(
                        em -> ledger(em).post(transfer("same", alice, bob, TokenAmount.ofPeer(7))));
                synchronized (answers) {
                    answers.add(posted);
                }
            });

            assertThat(answers)
                    .hasSize(16)
                    .extracting(Posted::ledgerTransactionId)
                    .containsOnly(answers.get(0).ledgerTransactionId());
            assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
            assertThat(database.<Balance>inTransaction(em -> ledger(em).balance(bob.account()))
                            .available())
                    .isEqualTo(TokenAmount.ofPeer(7));
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> futures = executor.invokeAll(IntStream.range(0, threads)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        work.run(thread);
                        return null;
                    })
                    .toList());
            for (Future<Void> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
