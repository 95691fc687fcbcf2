package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.ledger.PostCommand;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.Test;

/**
 * Many spend at once out of the same wallets, some netted, some not, while others close windows. Then everything is paid
 * on a chain that is only a map: no wallet may ever go below zero on it, and nothing may be left over.
 */
class NettingConcurrencyIT {
    private static final int THREADS = 32;
    private static final int MOVEMENTS_EACH = 12;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final NettingPolicy POLICY = new NettingPolicy(Holders.NETTED.kinds(), Duration.ofMillis(50), 10);

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final SettlementStore store =
            EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
    private final Map<PublicKey, Long> chain = new HashMap<>();

    @Test
    void everyMovementIsPaidOnceWhateverWindowItFellInto() throws Exception {
        try (database) {
            List<Holder> onChain = holders(4);
            List<Holder> offChain = holders(4);
            database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(90), onChain.toArray(Holder[]::new)));
            for (Holder holder : offChain) {
                post(Holders.transfer("open:" + holder.userId(), onChain.get(0), holder, TokenAmount.ofPeer(20)));
            }
            payEverything("mint");
            AtomicInteger posted = new AtomicInteger(offChain.size());

            inParallel(thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < MOVEMENTS_EACH; i++) {
                    if (thread % 8 == 0) {
                        closeDue();
                    } else if (i == 2 && (thread == 1 || thread == 9)) {
                        migrate(offChain.get(thread / 8));
                    } else if (tryPost(random, onChain, offChain, thread + ":" + i)) {
                        posted.incrementAndGet();
                    }
                }
            });

            closeAll();
            assertThat(number("select count(*) from wallet where user_id is not null and chain_state = 'ON_CHAIN'"))
                    .isEqualTo(onChain.size() + 2);
            assertThat(number("select count(*) from settlement_intent where work = 'transfer'"
                            + " and kind in ('TRANSFER', 'BURN')"))
                    .isEqualTo(posted.get());
            assertThat(number("select count(*) from settlement_intent where window_id is not null"))
                    .as("netted, of " + posted)
                    .isBetween(20L, posted.get() - 20L);
            assertThat(number("select count(*) from settlement_net_window")).isGreaterThan(8);

            payEverything("transfer");

            assertThat(number("select count(*) from settlement_intent where state <> 'SETTLED'"))
                    .isZero();
            assertThat(number("select count(*) from settlement_open_leg")).isZero();
            assertThat(chain).isEqualTo(books());
        }
    }

    private boolean tryPost(Random random, List<Holder> onChain, List<Holder> offChain, String key) {
        Holder inviter = onChain.get(random.nextInt(onChain.size()));
        Holder payer = random.nextInt(3) == 0
                ? offChain.get(random.nextInt(offChain.size()))
                : onChain.get(random.nextInt(onChain.size()));
        PostCommand command;
        if (payer.equals(inviter)) {
            command = Holders.spend(key, payer, (Holder) null);
        } else if (random.nextInt(4) > 0) {
            command = Holders.spend(key, payer, inviter);
        } else {
            command = Holders.transfer(key, payer, inviter, TokenAmount.ofPeer(1 + random.nextInt(5)));
        }
        try {
            post(command);
            return true;
        } catch (BusinessException refusal) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
            return false;
        }
    }

    private void post(PostCommand command) {
        database.runInTransaction(em -> new Ledger(em, new OutboxWriter(em, POLICY)).post(command));
    }

    private void migrate(Holder holder) {
        UUID wallet = database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow().id());
        database.inTransaction(em -> new Migrations(em).migrate(wallet));
    }

    private void closeDue() {
        database.inTransaction(em -> new Netting(em, POLICY).due(10))
                .forEach(window -> database.inTransaction(em -> new Netting(em, POLICY).close(window)));
    }

    private void closeAll() {
        database.inTransaction(em ->
                        Rows.list(em.createNativeQuery("select id from settlement_net_window where closed_at is null"))
                                .stream()
                                .map(row -> row.uuid(0))
                                .toList())
                .forEach(window -> database.runInTransaction(
                        em -> assertThat(new Netting(em, POLICY).close(window)).isTrue()));
    }

    /** Until nothing can be claimed any more, not even what rested because it waited for tokens. */
    private void payEverything(String lane) {
        LaneLease lease = store.lease(lane, "node", LEASE).orElseThrow();
        boolean paid = true;
        while (paid) {
            endRests();
            paid = payWhatCanBeClaimed(lease);
        }
    }

    private void endRests() {
        database.runInTransaction(
                em -> em.createNativeQuery("update settlement_intent set not_before = clock_timestamp()"
                                + " where state = 'RECORDED' and not_before > clock_timestamp()")
                        .executeUpdate());
    }

    /** What is claimed together lands together. */
    private boolean payWhatCanBeClaimed(LaneLease lease) {
        List<ClaimedIntent> claimed = store.claim(lease, 3, LEASE);
        boolean any = !claimed.isEmpty();
        while (!claimed.isEmpty()) {
            pay(lease, claimed);
            claimed = store.claim(lease, 3, LEASE);
        }
        return any;
    }

    private void pay(LaneLease lease, List<ClaimedIntent> claimed) {
        UUID id = Ids.newId();
        store.store(
                lease,
                List.of(new NewAttempt(
                        id,
                        "P1 test " + id.toString().substring(0, 30),
                        TransactionSignature.of((id + "x".repeat(28)).getBytes(StandardCharsets.US_ASCII)),
                        new SignedBytes(new byte[] {1}),
                        "hash",
                        1,
                        1,
                        1,
                        0,
                        claimed.stream().map(ClaimedIntent::id).toList())));
        claimed.forEach(this::land);
        store.record(List.of(new Observation(id, AttemptFact.finalized(1), Duration.ZERO)));
    }

    private void land(ClaimedIntent intent) {
        for (PayableLeg leg : intent.legs()) {
            if (leg.from() != null) {
                long left = chain.merge(leg.from().address(), -leg.amount().baseUnits(), Long::sum);
                assertThat(left).as("left on chain after " + intent).isNotNegative();
            }
            if (leg.to() != null) {
                chain.merge(leg.to(), leg.amount().baseUnits(), Long::sum);
            }
        }
    }

    private Map<PublicKey, Long> books() {
        return database.inTransaction(em -> {
            Map<PublicKey, Long> books = new HashMap<>();
            List<UUID> wallets = chain.keySet().stream()
                    .map(address -> Rows.single(em.createNativeQuery("select id from wallet where address = ?1")
                                    .setParameter(1, address.base58()))
                            .uuid(0))
                    .toList();
            new Conservation(em)
                    .expected(wallets, 1, List.of())
                    .forEach(expected ->
                            books.put(expected.address(), expected.baseUnits().longValueExact()));
            return books;
        });
    }

    private List<Holder> holders(int count) {
        return database.inTransaction(em -> {
            List<Holder> holders = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                holders.add(Holders.aHolder(em));
            }
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(100)) {
                byte[] key = wallet.id().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);
                wallets.recordAddress(wallet.id(), PublicKey.of(key));
            }
            return holders;
        });
    }

    private long number(String query) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(query)).longAt(0));
    }

    private interface Work {
        void of(int thread);
    }

    private static void inParallel(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Object>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                all.add(() -> {
                    work.of(thread);
                    return thread;
                });
            }
            for (Future<Object> done : threads.invokeAll(all)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
