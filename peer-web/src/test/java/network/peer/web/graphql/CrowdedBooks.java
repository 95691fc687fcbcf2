package network.peer.web.graphql;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import network.peer.content.CreatePost;
import network.peer.content.WriteComment;
import network.peer.identity.Accounts;
import network.peer.identity.Scope;
import network.peer.identity.ServiceToken;
import network.peer.ledger.SystemAccount;
import network.peer.operations.AuditLog;
import network.peer.operations.JobControl;
import network.peer.settlement.ChainGate;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.Conservation;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.LaneLease;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.PostgresReconciliationStore;
import network.peer.settlement.PostgresSettlementStore;
import network.peer.settlement.ReconciliationStore.Difference;
import network.peer.settlement.SettlementStore;
import network.peer.settlement.SignedBytes;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.transfer.SendTokens;
import network.peer.wallet.Wallets;
import network.peer.web.access.Caller;

/**
 * A database in which there are so many rows of everything that the API lists, each of somebody or something else: people
 * and days as they come to be, the rest of settlement written straight into its tables.
 */
final class CrowdedBooks implements AutoCloseable {
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-10-01");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final TokenAmount FUNDS = TokenAmount.ofPeer(100);

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final Map<String, UUID> ids = new HashMap<>();
    private final int rows;
    private final LocalDate lastDay;
    private final Holder reader;
    private final List<Holder> others;

    private CrowdedBooks(int rows) {
        this.rows = rows;
        this.lastDay = FIRST_DAY.plusDays(rows - 1);
        this.reader = database.inTransaction(Holders::aHolder);
        this.others = IntStream.range(0, rows)
                .mapToObj(i -> database.inTransaction(Holders::aHolder))
                .toList();
    }

    /** Books with so many rows in each list. */
    static CrowdedBooks with(int rows) throws SQLException {
        CrowdedBooks books = new CrowdedBooks(rows);
        books.giveTheReaderEveryRole();
        books.liveThroughTheDays();
        books.sendTokens();
        books.sign();
        books.lookAfterSettlement();
        books.keepRecords();
        return books;
    }

    TestDatabase database() {
        return database;
    }

    UUID reader() {
        return reader.userId();
    }

    /** With the ids of these books where the text has their names in braces. */
    String fillIn(String text) {
        String filled = text.replace("{day}", lastDay.toString());
        for (Map.Entry<String, UUID> id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue().toString());
        }
        return filled;
    }

    /** Runs a request of somebody who may read everything. */
    <T> T asReader(Supplier<T> request) {
        return database.inTransaction(em -> {
            HandWired beans = new HandWired(em, clock).with(ChainGate.class, new CrowdedChain(rows));
            Caller caller = beans.bean(Caller.class);
            caller.authenticated(new ServiceToken.Bearer(
                    reader(), beans.bean(Accounts.class).byId(reader()), Set.of(Scope.values())));
            return request.get();
        });
    }

    @Override
    public void close() {
        database.close();
    }

    private void giveTheReaderEveryRole() throws SQLException {
        owner("insert into app_user_role (user_id, role, granted_at) select '" + reader()
                + "', r, now() from unnest(array['USER', 'MODERATOR', 'ADMIN', 'OPERATOR', 'AUDITOR']) r");
    }

    /** The reader has gems on every day; on the last one everybody has, and the reader from everybody. */
    private void liveThroughTheDays() {
        for (LocalDate day = FIRST_DAY; !day.isAfter(lastDay); day = day.plusDays(1)) {
            LocalDate today = day;
            clock.set(day.atTime(10, 0).toInstant(ZoneOffset.UTC));
            UUID post = publish(reader, "post of " + day);
            ids.put("post", post);
            List<Holder> actors = day.equals(lastDay) ? others : others.subList(0, 1);
            for (Holder actor : actors) {
                run(s -> s.actions().comment(actor.userId(), new WriteComment(post, null, "well said"), "c" + today));
            }
            if (day.equals(lastDay)) {
                others.stream().skip(1).forEach(author -> {
                    UUID theirs = publish(author, "hello");
                    run(s -> s.actions().view(reader(), theirs, null));
                });
            }
            clock.set(day.plusDays(1).atTime(0, 30).toInstant(ZoneOffset.UTC));
            run(s -> s.rewardDays().close(today));
            run(s -> s.rewardDays().aggregate(today, 0, 1));
            run(s -> s.rewardDays().allocate(today));
            run(s -> s.rewardDays().postChunk(today, null, 100));
            run(s -> s.rewardDays().complete(today));
        }
    }

    private UUID publish(Holder author, String text) {
        return run(s -> s.posts().create(author.userId(), new CreatePost(text), "p" + clock.instant()))
                .postId();
    }

    /** TREASURY gets a fee of each gift; the newest that the reward pool paid is one payout to all who give. */
    private void sendTokens() {
        ids.put("busy", SystemAccount.TREASURY.id().value());
        ids.put("paid", SystemAccount.REWARD_POOL.id().value());
        database.runInTransaction(em -> Holders.pay(em, lastDay.plusDays(1), FUNDS, others.toArray(Holder[]::new)));
        for (Holder sender : others) {
            run(s -> s.transfers()
                    .send(sender.userId(), new SendTokens(reader(), TokenAmount.ofPeer(1), "for you"), "gift"));
        }
        if (rows > 1) {
            run(s -> s.transfers().burn(reader(), TokenAmount.ofPeer(1), "burn"));
        }
    }

    /** As many payouts as there are to be rows are signed, each by itself. */
    private void sign() {
        database.runInTransaction(em -> {
            List<?> wallets =
                    em.createNativeQuery("select cast(id as text) from wallet").getResultList();
            for (int i = 0; i < wallets.size(); i++) {
                byte[] address = ByteBuffer.allocate(32).putLong(7).putLong(i).array();
                new Wallets(em).recordAddress(UUID.fromString((String) wallets.get(i)), PublicKey.of(address));
            }
        });
        SettlementStore store =
                EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
        LaneLease lease = store.lease("mint", "these books", LEASE).orElseThrow();
        for (int i = 0; i < rows; i++) {
            ClaimedIntent claimed = store.claim(lease, 1, LEASE).get(0);
            byte[] signature = ByteBuffer.allocate(64).putLong(i + 1).array();
            store.store(
                    lease,
                    List.of(new NewAttempt(
                            Ids.newId(),
                            "P1 test " + i,
                            TransactionSignature.of(signature),
                            new SignedBytes(signature),
                            "11111111111111111111111111111111",
                            150,
                            1,
                            1_000,
                            0,
                            List.of(claimed.id()))));
            ids.put("told", claimed.id());
        }
        if (rows > 1) {
            store.park(lease, store.claim(lease, 1, LEASE).get(0).id(), "nobody knows");
            ids.put("told", id("select id from settlement_intent where kind = 'TRANSFER' limit 1"));
        }
    }

    /** What operators see and do, around the settlement that is told. */
    private void lookAfterSettlement() throws SQLException {
        String told = "'" + ids.get("told") + "'";
        owner(
                "insert into settlement_pause (scope, reason, paused_by) select 'LANE:none-' || i, 'test', '" + reader()
                        + "' from " + counted(),
                "insert into settlement_endpoint_exclusion (endpoint, reason, excluded_by) select 'http://node-' || i, 'test', '"
                        + reader() + "' from " + counted(),
                "insert into settlement_note (id, intent_id, note, written_by) select gen_random_uuid(), " + told
                        + ", 'note ' || i, '" + reader() + "' from " + counted(),
                "insert into settlement_decision (id, intent_id, action, reason, requested_by, approved_by, approved_at,"
                        + " executed_at) select gen_random_uuid(), " + told + ", 'RETRY', 'test', '" + reader() + "', '"
                        + others.get(0).userId() + "', now(), now() from " + counted());
        if (rows > 1) {
            owner("insert into settlement_history (subject, subject_id, from_state, to_state)" + " select 'INTENT', "
                    + told + ", 'RECORDED', 'CLAIMED' from " + counted());
        }
        database.runInTransaction(em -> {
            List<ConservationReport.Difference> differences = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                differences.add(
                        new ConservationReport.Difference("wallet " + i, null, 1, BigInteger.ONE, BigInteger.TWO));
            }
            new Conservation(em)
                    .record(new ConservationReport(
                            clock.instant(), 1, BigInteger.ONE, BigInteger.ONE, rows, differences));
        });
        owner("insert into recovery_finding (id, kind, subject, details) select gen_random_uuid(), 'UNREADABLE', i, ''"
                + " from " + counted());
        for (int i = 0; i < rows; i++) {
            database.runInTransaction(em -> reconcile(PostgresReconciliationStore.withoutContainer(em)));
        }
    }

    private void reconcile(PostgresReconciliationStore store) {
        UUID run = store.begin().id();
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            PublicKey address =
                    PublicKey.of(ByteBuffer.allocate(32).putLong(8).putLong(i).array());
            differences.add(
                    new Difference("wallet " + i, address, 1, BigInteger.ONE, BigInteger.TWO, false, "nobody knows"));
        }
        store.advance(run, Ids.newId(), rows, differences);
        store.end(run, Optional.empty());
        ids.put("reconciliation", run);
    }

    private void keepRecords() throws SQLException {
        for (int i = 0; i < rows; i++) {
            String number = Integer.toString(i);
            database.runInTransaction(em -> new AuditLog(em).record(reader(), "look-around", number, "test"));
            run(s -> s.jobRuns().begin(JobControl.DAILY_REWARDS, number, Map.of(), reader()));
        }
        owner(
                "insert into service_token (id, user_id, name, token_hash, scopes, expires_at) select gen_random_uuid(), '"
                        + reader() + "', 'token', sha256(cast('token' || i as bytea)), 'USER_READ', now() from "
                        + counted(),
                "insert into tokenomics select (jsonb_populate_record(t, jsonb_build_object('version', i, 'valid_from',"
                        + " timestamptz '2027-01-01 00:00:00Z' + make_interval(days => i)))).*"
                        + " from tokenomics t, generate_series(2, " + rows + ") i where version = 1");
    }

    private String counted() {
        return "generate_series(1, " + rows + ") i";
    }

    private UUID id(String query) {
        return database.inTransaction(em ->
                UUID.fromString(em.createNativeQuery(query).getSingleResult().toString()));
    }

    private <T> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, clock)));
    }

    private void owner(String... statements) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
