package network.peer.settlement;

import static network.peer.testing.Holders.spend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.ledger.PostCommand;
import network.peer.operations.AuditLog;
import network.peer.settlement.Conservation.Expected;
import network.peer.settlement.Decision.Action;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.settlement.SettlementQueries.Progress;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.PostgresBooks;
import network.peer.testing.Race;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small spending is gathered in windows: what is owed, in which order, and what the database refuses. */
class NettingIT {
    private static final TokenAmount PAY = TokenAmount.ofPeer(100);
    private static final TokenAmount PRICE = TokenAmount.ofPeer(3);
    private static final TokenAmount FEE = new TokenAmount(PRICE.baseUnits() / 100);
    private static final Duration LEASE = Duration.ofMinutes(1);

    private PostgresBooks books;
    private TestDatabase database;
    private SettlementStore store;
    private Holder alice;
    private Holder bob;

    @BeforeEach
    void open() {
        books = new PostgresBooks();
        database = books.database();
        store = EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
        alice = database.inTransaction(Holders::aHolder);
        bob = database.inTransaction(Holders::aHolder);
        addresses();
        database.runInTransaction(em -> Holders.pay(em, PAY, alice, bob));
        settle("mint", 1);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void aWindowThatClosesOwesTheSumsOfItsMembers() {
        for (int i = 0; i < 3; i++) {
            post(spend("s" + i, alice, bob));
        }
        assertThat(claim("transfer")).isEmpty();
        SettlementStory story = new SettlementStory(database.entityManager());
        assertThat(story.pipeline()).as("nothing is late").isEmpty();
        assertThat(texts("select kind || ' ' || state from settlement_intent where work = 'transfer'"))
                .containsOnly("TRANSFER RECORDED")
                .hasSize(3);

        assertThat(closeWindowOf(alice)).isTrue();

        assertThat(story.pipeline()).singleElement().satisfies(stage -> assertThat(stage.kind())
                .isEqualTo(IntentKind.NET));
        List<ClaimedIntent> claimed = claim("transfer");
        assertThat(claimed).singleElement().satisfies(net -> {
            assertThat(net.kind()).isEqualTo(IntentKind.NET);
            assertThat(net.legs())
                    .extracting(leg -> leg.instruction() + " " + leg.amount().baseUnits())
                    .containsExactly(
                            "TRANSFER " + 3 * PRICE.minus(FEE).minus(FEE).baseUnits(),
                            "BURN " + 3 * FEE.baseUnits(),
                            "TRANSFER " + 3 * FEE.baseUnits());
        });
    }

    @Test
    void membersFollowTheirNetAndShowItsSignature() {
        post(spend("s1", alice, bob));
        post(spend("s2", alice, bob));
        closeWindowOf(alice);
        UUID member = intentIds("business_key = 's1'").get(0);
        UUID net = intentIds("kind = 'NET'").get(0);

        TransactionSignature signature = settle("transfer", 5);

        assertThat(texts("select state from settlement_intent")).containsOnly("SETTLED");
        assertThat(texts("select 1 from settlement_open_leg")).isEmpty();
        SettlementQueries queries = new SettlementQueries(database.entityManager());
        assertThat(queries.ofPostings(postings("s1")).values())
                .hasSize(3)
                .containsOnly(new MovementSettlement(Progress.FINALIZED, signature));
        assertThat(queries.settlement(member).orElseThrow().netId()).isEqualTo(net);
        assertThat(queries.settlement(net).orElseThrow().ledgerTransactionId()).isNull();
        assertThat(queries.attempts(List.of(member)).get(member))
                .extracting(SettlementQueries.Attempt::signature)
                .containsExactly(signature);
        SettlementStory story = new SettlementStory(database.entityManager());
        assertThat(story.history(member))
                .extracting(step -> step.subject() + " " + step.to())
                .containsExactly(
                        "INTENT RECORDED",
                        "INTENT RECORDED",
                        "INTENT CLAIMED",
                        "ATTEMPT SIGNED",
                        "INTENT IN_ATTEMPT",
                        "ATTEMPT FINALIZED",
                        "INTENT SETTLED",
                        "INTENT SETTLED");
        assertThat(story.members(net)).hasSize(2).contains(member);
    }

    @Test
    void conservationHoldsAtEachMoment() {
        BigInteger before = expected(alice, 100);
        BigInteger inviter = expected(bob, 100);
        BigInteger supply = expectedSupply(100);

        post(spend("s1", alice, bob));
        post(spend("s2", alice, bob));
        assertThat(List.of(expected(alice, 100), expected(bob, 100), expectedSupply(100)))
                .as("nothing on chain while the window is open")
                .containsExactly(before, inviter, supply);
        closeWindowOf(alice);
        assertThat(List.of(expected(alice, 100), expected(bob, 100), expectedSupply(100)))
                .as("nor when it is closed")
                .containsExactly(before, inviter, supply);
        settle("transfer", 50);

        assertThat(List.of(expected(alice, 49), expected(bob, 49), expectedSupply(49)))
                .as("at a slot before it landed")
                .containsExactly(before, inviter, supply);
        assertThat(expected(alice, 50)).isEqualTo(before.subtract(units(PRICE).multiply(BigInteger.TWO)));
        assertThat(expected(bob, 50)).isEqualTo(inviter.add(units(FEE).multiply(BigInteger.TWO)));
        assertThat(expectedSupply(50)).isEqualTo(supply.subtract(units(FEE).multiply(BigInteger.TWO)));
    }

    @Test
    void aMovementThatIsNotNettedGoesAfterAllThatWas() {
        post(spend("s1", alice, (Holder) null));
        post(spend("s2", alice, (Holder) null));
        post(Holders.transfer("t", alice, bob, PRICE));
        post(spend("s3", alice, (Holder) null));

        assertThat(claim("transfer"))
                .extracting(ClaimedIntent::kind)
                .containsExactly(IntentKind.NET, IntentKind.TRANSFER);
        assertThat(openWindows()).as("of the spend after it").hasSize(1);
    }

    @Test
    void othersWindowsStayOpen() {
        post(spend("s1", alice, bob));
        post(Holders.transfer("t", bob, alice, PRICE));

        assertThat(openWindows()).hasSize(1);
        assertThat(claim("transfer")).extracting(ClaimedIntent::kind).containsExactly(IntentKind.TRANSFER);
    }

    @Test
    void ofTwoWhoCloseAtOnceOneDoes() throws Exception {
        post(spend("s1", alice, (Holder) null));
        UUID window = openWindows().get(0);
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            assertThat(new Netting(first, Holders.NETTED).close(window)).isTrue();

            assertThat(closeWindowOf(alice)).as("a worker goes on to the next").isFalse();
            Future<?> second = race.beginAndBlock(() -> database.inTransaction(
                    em -> Holders.nettingLedger(em).post(Holders.transfer("t", alice, bob, PRICE))));
            first.getTransaction().commit();
            second.get();
        }

        assertThat(intentIds("kind = 'NET'")).hasSize(1);
        assertThat(claim("transfer"))
                .extracting(ClaimedIntent::kind)
                .containsExactly(IntentKind.NET, IntentKind.TRANSFER);
    }

    @Test
    void whoeverComesWhileAWindowClosesJoinsTheNextOne() throws Exception {
        Holder carol = database.inTransaction(Holders::aHolder);
        Holder dave = database.inTransaction(Holders::aHolder);
        post(Holders.transfer("c", bob, carol, TokenAmount.ofPeer(10)));
        post(Holders.transfer("d", bob, dave, TokenAmount.ofPeer(10)));
        settle("transfer", 2);
        post(spend("s1", carol, (Holder) null));
        UUID window = openWindows().get(0);
        try (Race race = new Race(database);
                EntityManager closer = database.entityManager()) {
            closer.getTransaction().begin();
            new Netting(closer, Holders.NETTED).close(window);
            Future<?> spending = race.beginAndBlock(() ->
                    database.inTransaction(em -> Holders.nettingLedger(em).post(spend("s2", dave, (Holder) null))));
            closer.getTransaction().commit();
            spending.get();
        }

        assertThat(openWindows()).hasSize(1).doesNotContain(window);
        assertThat(
                        texts(
                                "select cast(count(distinct window_id) as text) from settlement_intent where work = 'transfer'"))
                .as("both are of users who are not on chain, whose tokens stand in RESERVE")
                .containsExactly("2");
    }

    @Test
    void aWindowClosesWhenItIsFullOrOld() {
        NettingPolicy three = new NettingPolicy(Holders.NETTED.kinds(), Duration.ofMinutes(10), 3);
        for (int i = 0; i < 4; i++) {
            String key = "s" + i;
            database.runInTransaction(
                    em -> new Ledger(em, new OutboxWriter(em, three)).post(spend(key, alice, (Holder) null)));
        }
        assertThat(intentIds("kind = 'NET'")).hasSize(1);
        assertThat(openWindows()).hasSize(1);

        assertThat(due()).isEmpty();
        books.moveClock(Duration.ofMinutes(10));
        assertThat(due()).isEqualTo(openWindows());
        post(spend("late", alice, (Holder) null));

        assertThat(intentIds("kind = 'NET'")).as("nobody joins one that is due").hasSize(2);
        assertThat(due()).isEmpty();
        books.moveClock(Duration.ofMinutes(11));
        database.runInTransaction(
                em -> PostgresRecoveryStore.withoutContainer(em).require("a test"));
        assertThat(due())
                .as("while a rebuild is due the books stay as they are")
                .isEmpty();
    }

    @Test
    void aWindowCreditsNoMoreUsersThanATransactionCan() {
        List<Holder> inviters = database.inTransaction(em -> Stream.generate(() -> Holders.aHolder(em))
                .limit(Netting.MOST_USERS + 1)
                .toList());
        database.runInTransaction(em -> Holders.pay(em, PAY, inviters.toArray(Holder[]::new)));
        for (int i = 0; i < inviters.size(); i++) {
            post(spend("s" + i, alice, inviters.get(i)));
        }

        assertThat(intentIds("kind = 'NET'")).hasSize(1);
        assertThat(texts("select cast(count(*) as text) from settlement_leg l join settlement_intent i"
                        + " on i.id = l.intent_id where i.kind = 'NET'"))
                .containsExactly("8");
    }

    /** Else each could wait on chain for the other: the credit for the window's fee, the window for the credit. */
    @Test
    void whatIsPaidFromACreditSinceTheWindowOpenedGoesIntoTheNext() {
        for (int i = 0; i < 33; i++) {
            post(spend("s" + i, alice, bob));
        }
        post(Holders.transfer("t", bob, alice, TokenAmount.ofPeer(3)));
        assertThat(openWindows()).hasSize(1);
        assertThat(intentIds("kind = 'NET'")).isEmpty();

        post(spend("more than she had", alice, bob));

        assertThat(intentIds("kind = 'NET'")).hasSize(1);
        assertThat(openWindows()).hasSize(1);
        assertThat(claim("transfer"))
                .extracting(ClaimedIntent::kind)
                .as("neither waits for the other")
                .containsExactlyInAnyOrder(IntentKind.NET, IntentKind.TRANSFER);
    }

    @Test
    void whatIsTakenBackInTimeNetsToNothingAndNeedsNoSignature() {
        UUID movement = database.inTransaction(em -> Holders.nettingLedger(em)
                .post(Holders.spend("s", alice, TokenAmount.ofPeer(3)))
                .ledgerTransactionId());
        BigInteger before = expected(alice, 100);
        database.runInTransaction(em -> Holders.nettingLedger(em).reverse(movement, "undo", Holders.RECORDED_AT));
        assertThat(expected(alice, 100)).isEqualTo(before);

        closeWindowOf(alice);

        assertThat(texts("select state from settlement_intent")).containsOnly("SETTLED");
        assertThat(claim("transfer")).isEmpty();
        assertThat(expected(alice, 100)).isEqualTo(before);
        assertThat(new SettlementQueries(database.entityManager())
                        .ofPostings(postings("s"))
                        .values())
                .containsOnly(new MovementSettlement(Progress.FINALIZED, null));
    }

    @Test
    void whatIsTakenBackTooLateGoesOnChainTwice() {
        UUID movement = database.inTransaction(em -> Holders.nettingLedger(em)
                .post(Holders.spend("s", alice, TokenAmount.ofPeer(3)))
                .ledgerTransactionId());
        closeWindowOf(alice);
        database.runInTransaction(em -> Holders.nettingLedger(em).reverse(movement, "undo", Holders.RECORDED_AT));

        assertThat(
                        texts(
                                "select kind || ' ' || state from settlement_intent where work = 'transfer' and window_id is null"))
                .containsExactlyInAnyOrder("NET RECORDED", "TRANSFER RECORDED");
    }

    @Test
    void theDatabaseRefusesWhatWouldPayAMemberTwiceOrNever() {
        post(spend("s1", alice, (Holder) null));
        UUID window = openWindows().get(0);
        UUID member = intentIds("business_key = 's1'").get(0);

        refused(
                "update settlement_intent set state = 'CLAIMED', claim_lane = 'transfer', claim_fence = 1,"
                        + " claim_until = now() where id = '" + member + "'",
                "cannot become CLAIMED from RECORDED");
        refused(
                "update settlement_intent set state = 'SETTLED', settled_at = now() where id = '" + member + "'",
                "cannot become SETTLED from RECORDED");
        refused("update settlement_intent set window_id = null where id = '" + member + "'", "permission denied");
        refused(
                "insert into settlement_net_window (id, wallet_id, incarnation) select gen_random_uuid(), wallet_id, ''"
                        + " from settlement_net_window",
                "uq_settlement_net_window_open");
        refused("update settlement_net_window set closed_at = now()", "ck_settlement_net_window_closed");
        refused(
                aNet(window) + "update settlement_net_window set closed_at = now(), net_intent_id = '" + window + "'",
                "does not owe what its members owe");
        refused(
                "insert into settlement_intent (id, kind, business_key, batch_key, work) values"
                        + " (gen_random_uuid(), 'NET', 'other', 'other', 'transfer'); update settlement_net_window set"
                        + " closed_at = now(), net_intent_id = (select id from settlement_intent where kind = 'NET')",
                "needs a NET of its own");
        refused(
                aNet(window)
                        + "update settlement_intent set state = 'CLAIMED', claim_lane = 'transfer', claim_fence = 1,"
                        + " claim_until = now() where kind = 'NET'",
                "cannot become CLAIMED from RECORDED");

        closeWindowOf(alice);

        refused(
                "insert into settlement_intent (id, kind, business_key, batch_key, ledger_transaction_id, work, window_id)"
                        + " select gen_random_uuid(), 'BURN', 'late', 'late', ledger_transaction_id, work, window_id"
                        + " from settlement_intent where window_id is not null",
                "takes no more movements");
        refused("update settlement_net_window set closed_at = null, net_intent_id = null", "never changes");
    }

    @Test
    void voidingANetReversesEveryMember() {
        TokenAmount before = balance(alice);
        post(spend("s1", alice, bob));
        post(spend("s2", alice, bob));
        closeWindowOf(alice);
        UUID net = park();

        UUID decision = request(net);
        approve(decision);

        assertThat(balance(alice)).isEqualTo(before);
        assertThat(balance(bob)).isEqualTo(PAY);
        assertThat(texts("select state from settlement_intent where work = 'transfer'"))
                .containsOnly("VOIDED")
                .hasSize(3);
        assertThat(texts("select 1 from settlement_open_leg")).isEmpty();
        assertThat(expected(alice, 100)).isEqualTo(units(before));
    }

    @Test
    void aNetIsVoidedWholeOrNotAtAll() {
        post(spend("s1", alice, (Holder) null));
        UUID movement = database.inTransaction(em -> Holders.nettingLedger(em)
                .post(Holders.spend("s2", alice, TokenAmount.ofPeer(3)))
                .ledgerTransactionId());
        closeWindowOf(alice);
        UUID net = park();
        database.runInTransaction(em -> Holders.nettingLedger(em).reverse(movement, "undo", Holders.RECORDED_AT));
        TokenAmount before = balance(alice);
        UUID decision = request(net);

        assertThatThrownBy(() -> approve(decision))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.CONFLICT));

        assertThat(balance(alice)).isEqualTo(before);
        assertThat(texts("select state from settlement_intent where kind = 'NET' or window_id is not null"))
                .containsExactlyInAnyOrder("PARKED", "RECORDED", "RECORDED");
    }

    private void post(PostCommand command) {
        database.runInTransaction(em -> Holders.nettingLedger(em).post(command));
    }

    private boolean closeWindowOf(Holder holder) {
        UUID window = database.inTransaction(em -> Rows.single(em.createNativeQuery(
                                "select n.id from settlement_net_window n join wallet w on w.id = n.wallet_id"
                                        + " where w.user_id = ?1 and n.closed_at is null")
                        .setParameter(1, holder.userId()))
                .uuid(0));
        return database.inTransaction(em -> new Netting(em, Holders.NETTED).close(window));
    }

    private List<UUID> due() {
        return database.inTransaction(em -> new Netting(em, Holders.NETTED).due(10));
    }

    private List<ClaimedIntent> claim(String lane) {
        return store.claim(store.lease(lane, "node", LEASE).orElseThrow(), 100, LEASE);
    }

    private TransactionSignature settle(String lane, long slot) {
        LaneLease lease = store.lease(lane, "node", LEASE).orElseThrow();
        List<UUID> ids =
                store.claim(lease, 100, LEASE).stream().map(ClaimedIntent::id).toList();
        UUID attempt = Ids.newId();
        TransactionSignature signature = signature(attempt);
        store.store(
                lease,
                List.of(new NewAttempt(
                        attempt, "memo " + slot, signature, new SignedBytes(new byte[] {1}), "hash", 1, 1, 1, 0, ids)));
        store.record(List.of(new Observation(attempt, AttemptFact.finalized(slot), Duration.ZERO)));
        return signature;
    }

    private UUID park() {
        LaneLease lease = store.lease("transfer", "node", LEASE).orElseThrow();
        UUID net = store.claim(lease, 100, LEASE).get(0).id();
        store.park(lease, net, "{\"Custom\":17}");
        return net;
    }

    private UUID request(UUID net) {
        return database.inTransaction(em ->
                control(em).request(alice.userId(), net, Action.VOID, "frozen").id());
    }

    private void approve(UUID decision) {
        database.runInTransaction(em -> control(em).approve(bob.userId(), decision));
    }

    private static SettlementControl control(EntityManager em) {
        return new SettlementControl(
                em,
                Holders.nettingLedger(em),
                new AuditLog(em),
                new BusinessClock(em, new SettableClock(Instant.parse("2026-11-22T10:00:00Z"))));
    }

    private BigInteger expected(Holder holder, long slot) {
        return database.inTransaction(em -> {
            UUID wallet =
                    new Wallets(em).findByUser(holder.userId()).orElseThrow().id();
            List<Expected> expected = new Conservation(em).expected(List.of(wallet), slot, List.of());
            return expected.get(0).baseUnits();
        });
    }

    private BigInteger expectedSupply(long slot) {
        return database.inTransaction(em -> new Conservation(em).expectedSupply(slot, List.of()));
    }

    private static BigInteger units(TokenAmount amount) {
        return BigInteger.valueOf(amount.baseUnits());
    }

    private TokenAmount balance(Holder holder) {
        return database.inTransaction(
                em -> Holders.ledger(em).balance(holder.account()).available());
    }

    private static String aNet(UUID window) {
        return "insert into settlement_intent (id, kind, business_key, batch_key, work) values ('" + window
                + "', 'NET', '" + window + "', '" + window + "', 'transfer');";
    }

    private void refused(String sql, String message) {
        assertThatThrownBy(() -> {
                    try (var connection = database.appConnection();
                            var statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.execute(sql);
                        connection.commit();
                    }
                })
                .hasMessageContaining(message);
    }

    private List<UUID> openWindows() {
        return texts("select cast(id as text) from settlement_net_window where closed_at is null").stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<UUID> intentIds(String condition) {
        return texts("select cast(id as text) from settlement_intent where " + condition).stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<UUID> postings(String key) {
        return texts("select cast(p.id as text) from ledger_posting p join ledger_transaction t"
                        + " on t.id = p.ledger_transaction_id where t.idempotency_key = '" + key + "'")
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<String> texts(String query) {
        return database.inTransaction(em -> Rows.list(em.createNativeQuery(query)).stream()
                .map(row -> row.text(0))
                .toList());
    }

    private void addresses() {
        database.runInTransaction(em -> {
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(100)) {
                byte[] key = wallet.id().toString().replace("-", "").getBytes(StandardCharsets.US_ASCII);
                wallets.recordAddress(wallet.id(), PublicKey.of(key));
            }
        });
    }

    private static TransactionSignature signature(UUID id) {
        byte[] bytes = (id + "." + "x".repeat(27)).getBytes(StandardCharsets.US_ASCII);
        return TransactionSignature.of(bytes);
    }
}
