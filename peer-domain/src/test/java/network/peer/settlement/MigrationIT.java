package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import network.peer.BusinessException;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.operations.AuditLog;
import network.peer.settlement.Decision.Action;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.ChainState;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes on chain when, and what RESERVE owes them then; what each wallet must hold is the same sum at every step. */
class MigrationIT {
    private static final TokenAmount PAY = TokenAmount.ofPeer(10);
    private static final TokenAmount ONE = TokenAmount.ofPeer(1);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private TestDatabase database;
    private SettlementStore store;
    private Holder alice;
    private Holder bob;
    private TokenAmount minimumOwed = new TokenAmount(1);

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
        store = EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
        alice = database.inTransaction(Holders::aHolder);
        bob = database.inTransaction(Holders::aHolder);
        addresses();
        pay(Holders.DAY, bob);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoIsOwedLessThanTheMinimumStaysWithReserveUntilAPayoutReachesIt() {
        minimumOwed = TokenAmount.ofPeer(20);
        pay(Holders.DAY, alice);

        assertThat(state(alice)).isEqualTo(ChainState.OFF_CHAIN);
        assertThat(legs("MINT")).containsExactlyInAnyOrder("bob 10", "RESERVE 10");
        pay(Holders.DAY.plusDays(1), alice);
        assertThat(state(alice)).isEqualTo(ChainState.MIGRATING);
        assertThat(legs("MINT")).as("until then it is minted there").contains("RESERVE 10", "RESERVE 10");
        assertThat(expected("RESERVE")).as("nothing is on chain yet").isZero();

        migrateAll();

        assertThat(state(alice)).isEqualTo(ChainState.ON_CHAIN);
        assertThat(legs("MIGRATION")).containsExactly("RESERVE -> alice 20");
        pay(Holders.DAY.plusDays(2), alice);
        assertThat(legs("MINT")).contains("alice 10");
        assertBooksAgree();
    }

    @Test
    void whoHadABalanceBeforeTheFirstPayoutTakesItAlong() {
        post(Holders.transfer("before", bob, alice, ONE));
        assertThat(state(alice)).isEqualTo(ChainState.OFF_CHAIN);
        pay(Holders.DAY.plusDays(1), alice);
        assertThat(state(alice)).isEqualTo(ChainState.MIGRATING);
        post(Holders.transfer("meanwhile", alice, bob, ONE));
        assertThat(legs("TRANSFER")).containsExactly("bob -> RESERVE 1", "RESERVE -> bob 1");

        migrateAll();

        assertThat(legs("MIGRATION")).containsExactly("RESERVE -> alice 10");
        post(Holders.transfer("after", alice, bob, ONE));
        assertThat(legs("TRANSFER")).contains("alice -> bob 1");
        Optional<UUID> again = database.inTransaction(
                em -> new Migrations(em).migrate(wallet(alice).id()));
        assertThat(again).as("once").isEmpty();
        assertBooksAgree();
    }

    @Test
    void whoSpentEverythingMeanwhileIsOnChainWithNothingToMove() {
        post(Holders.transfer("before", bob, alice, ONE));
        pay(Holders.DAY.plusDays(1), alice);
        post(Holders.transfer("all", alice, bob, TokenAmount.ofPeer(11)));

        migrateAll();

        assertThat(state(alice)).isEqualTo(ChainState.ON_CHAIN);
        assertThat(legs("MIGRATION")).isEmpty();
        assertBooksAgree();
    }

    @Test
    void aMovementThatIsNotCommittedIsEitherInTheBalanceOrOfTheNewWallet() throws Exception {
        post(Holders.transfer("before", bob, alice, ONE));
        pay(Holders.DAY.plusDays(1), alice);
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            ledger(first).post(Holders.transfer("first", alice, bob, ONE));
            Future<Boolean> migration = race.beginAndBlock(() -> {
                migrateAll();
                return true;
            });
            first.getTransaction().commit();
            assertThat(migration.get()).isTrue();
        }
        assertThat(legs("TRANSFER")).contains("RESERVE -> bob 1");
        assertThat(legs("MIGRATION")).containsExactly("RESERVE -> alice 10");
        assertBooksAgree();
    }

    @Test
    void aMovementThatComesWhileItIsMigratedWaitsAndIsOfTheNewWallet() throws Exception {
        post(Holders.transfer("before", bob, alice, ONE));
        pay(Holders.DAY.plusDays(1), alice);
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            new Migrations(first).migrate(wallet(alice).id());
            Future<Boolean> movement = race.beginAndBlock(() -> {
                post(Holders.transfer("second", alice, bob, ONE));
                return true;
            });
            first.getTransaction().commit();
            assertThat(movement.get()).isTrue();
        }
        assertThat(legs("MIGRATION")).containsExactly("RESERVE -> alice 11");
        assertThat(legs("TRANSFER")).contains("alice -> bob 1");
        assertBooksAgree();
    }

    @Test
    void whatIsVoidedAfterwardsIsSetRightBetweenReserveAndTheWallet() {
        land("mint");
        post(Holders.transfer("in", bob, alice, ONE));
        UUID parked = park("in");
        pay(Holders.DAY.plusDays(1), alice);
        migrateAll();
        assertBooksAgree();

        voided(parked);

        assertThat(legs("TRANSFER")).containsExactly("bob -> RESERVE 1", "alice -> RESERVE 1");
        assertBooksAgree();
        land("mint");
        assertThat(expected("RESERVE"))
                .as("RESERVE never got the one that it owes")
                .isEqualTo(PAY.baseUnits());
        assertThat(expected("alice")).isZero();
        assertThat(expected("bob")).isEqualTo(PAY.baseUnits());
    }

    @Test
    void whatWasVoidedOutOfReserveFollowsTheUser() {
        post(Holders.transfer("in", bob, alice, ONE));
        land("mint");
        land("transfer");
        post(Holders.transfer("out", alice, bob, ONE));
        UUID parked = park("out");
        pay(Holders.DAY.plusDays(1), alice);
        assertThat(state(alice)).as("nothing was left, so nothing moves").isEqualTo(ChainState.ON_CHAIN);

        voided(parked);

        assertThat(legs("TRANSFER")).contains("RESERVE -> alice 1").hasSize(3);
        assertBooksAgree();
        assertThat(expected("RESERVE")).as("still there").isEqualTo(ONE.baseUnits());
    }

    @Test
    void aMigrationIsNeverVoided() {
        post(Holders.transfer("before", bob, alice, ONE));
        pay(Holders.DAY.plusDays(1), alice);
        migrateAll();
        land("mint");
        land("transfer", 1);
        UUID migration = park(wallet(alice).id().toString());

        assertThatThrownBy(() -> decide(migration, Action.VOID))
                .isInstanceOf(BusinessException.class)
                .hasMessageContaining("retried, not voided");

        decide(migration, Action.RETRY);
        land("transfer");
        assertThat(expected("alice")).isEqualTo(TokenAmount.ofPeer(11).baseUnits());
    }

    @Test
    void nobodyIsMigratedWhileItIsPausedAndNeverManyAtOnce() {
        List<Holder> many = database.inTransaction(em -> java.util.stream.Stream.generate(() -> Holders.aHolder(em))
                .limit(70)
                .toList());
        addresses();
        for (Holder one : many) {
            post(Holders.transfer("t" + one.userId(), bob, one, new TokenAmount(1)));
        }
        pay(Holders.DAY.plusDays(1), many.toArray(Holder[]::new));
        store.pause(PauseScope.kind(IntentKind.MIGRATION), "looking");
        assertThat(due()).isEmpty();
        database.runInTransaction(
                em -> em.createNativeQuery("delete from settlement_pause").executeUpdate());

        assertThat(due()).hasSize(64);
        migrateAll();

        assertThat(due()).as("the others come when these are paid").isEmpty();
        land("mint");
        land("transfer");
        assertThat(due()).hasSize(6);
        assertBooksAgree();
    }

    private Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities, NettingPolicy.IMMEDIATE, minimumOwed));
    }

    private void post(PostCommand command) {
        database.runInTransaction(em -> ledger(em).post(command));
    }

    private void pay(LocalDate day, Holder... holders) {
        String key = "payout:" + Ids.newId();
        post(new PostCommand(
                TransactionKind.MINT,
                key,
                Ids.hash(key),
                Holders.RECORDED_AT,
                1,
                day,
                java.util.Arrays.stream(holders)
                        .map(holder -> new Posting(
                                SystemAccount.REWARD_POOL.id(), holder.account(), PostingRole.PRINCIPAL, PAY))
                        .toList()));
    }

    private List<UUID> due() {
        return database.inTransaction(em -> new Migrations(em).due());
    }

    private void migrateAll() {
        due().forEach(wallet -> database.inTransaction(em -> new Migrations(em).migrate(wallet)));
    }

    private Wallet wallet(Holder holder) {
        return database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow());
    }

    private ChainState state(Holder holder) {
        return wallet(holder).chainState();
    }

    private String name(String walletId) {
        if (walletId.equals(wallet(alice).id().toString())) {
            return "alice";
        }
        return walletId.equals(wallet(bob).id().toString()) ? "bob" : "RESERVE";
    }

    /** In the order of the books, amounts in PEER. */
    private List<String> legs(String kind) {
        return database
                .inTransaction(em -> Rows.list(em.createNativeQuery("select l.from_wallet_id, l.to_wallet_id,"
                                + " l.amount_base_units from settlement_leg l join settlement_intent i on i.id = l.intent_id"
                                + " where i.kind = ?1 order by i.position")
                        .setParameter(1, kind)))
                .stream()
                .map(row -> (row.isNull(0) ? "" : name(row.text(0)) + " -> ") + name(row.text(1)) + " "
                        + row.longAt(2) / ONE.baseUnits())
                .toList();
    }

    /** Everything that can be claimed lands, one claim after the other. */
    private void land(String lane) {
        land(lane, 100);
    }

    private void land(String lane, int mostClaims) {
        LaneLease lease = store.lease(lane, "node", LEASE).orElseThrow();
        List<ClaimedIntent> claimed = store.claim(lease, mostClaims, LEASE);
        while (!claimed.isEmpty()) {
            UUID id = Ids.newId();
            store.store(
                    lease,
                    List.of(new NewAttempt(
                            id,
                            "P1 test " + id.toString().substring(0, 30),
                            network.peer.token.TransactionSignature.of(
                                    (id + "x".repeat(28)).getBytes(StandardCharsets.US_ASCII)),
                            new SignedBytes(new byte[] {1}),
                            "hash",
                            1,
                            1,
                            1,
                            0,
                            claimed.stream().map(ClaimedIntent::id).toList())));
            store.record(List.of(new Observation(id, AttemptFact.finalized(1), Duration.ZERO)));
            claimed = mostClaims == 1 ? List.of() : store.claim(lease, mostClaims, LEASE);
        }
    }

    private UUID park(String businessKey) {
        UUID intent = database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select id from settlement_intent where business_key = ?1")
                                .setParameter(1, businessKey))
                        .uuid(0));
        LaneLease lease = store.lease("transfer", "node", LEASE).orElseThrow();
        assertThat(store.claim(lease, 10, LEASE)).extracting(ClaimedIntent::id).contains(intent);
        store.park(lease, intent, "{\"Custom\":17}");
        return intent;
    }

    private void voided(UUID intent) {
        decide(intent, Action.VOID);
    }

    private void decide(UUID intent, Action action) {
        UUID operator = database.inTransaction(em -> Holders.aHolder(em).userId());
        UUID colleague = database.inTransaction(em -> Holders.aHolder(em).userId());
        Decision decision = database.inTransaction(em -> control(em).request(operator, intent, action, "test"));
        database.runInTransaction(em -> control(em).approve(colleague, decision.id()));
    }

    private SettlementControl control(EntityManager em) {
        return new SettlementControl(em, ledger(em), new AuditLog(em), new BusinessClock(em));
    }

    /** What the wallet must hold on chain now. */
    private long expected(String name) {
        List<UUID> wallets =
                database.inTransaction(em -> Rows.list(em.createNativeQuery("select id from wallet")).stream()
                        .map(row -> row.uuid(0))
                        .filter(id -> name(id.toString()).equals(name))
                        .filter(id ->
                                !name.equals("RESERVE") || id.toString().equals("00000000-0000-7000-8000-000000000201"))
                        .toList());
        return database.inTransaction(em -> new Conservation(em).expected(wallets, 1, List.of()))
                .get(0)
                .baseUnits()
                .longValueExact();
    }

    /** All wallets together must hold the supply, and none less than nothing. */
    private void assertBooksAgree() {
        database.runInTransaction(em -> {
            Conservation conservation = new Conservation(em);
            List<UUID> all = Rows.list(em.createNativeQuery("select id from wallet where address is not null")).stream()
                    .map(row -> row.uuid(0))
                    .toList();
            List<BigInteger> each = conservation.expected(all, 1, List.of()).stream()
                    .map(Conservation.Expected::baseUnits)
                    .toList();
            assertThat(each).allMatch(one -> one.signum() >= 0);
            assertThat(each.stream().reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(conservation.expectedSupply(1, List.of()));
        });
    }

    private void addresses() {
        database.runInTransaction(em -> {
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(100)) {
                wallets.recordAddress(
                        wallet.id(),
                        PublicKey.of(wallet.id().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII)));
            }
        });
    }
}
