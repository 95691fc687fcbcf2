package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.peer.launcher.Database;
import network.peer.launcher.demo.GraphQLClient;
import network.peer.launcher.demo.GraphQLFailure;
import network.peer.token.Ids;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The jobs daily-rewards and reconciliation on a real batch runtime. Gems of past days are put into the tables by the owner role; everything
 * else goes through GraphQL. Where the job must stand still, the test holds the lock on the reward pool's balance, which
 * the posting needs.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DailyRewardsSystemIT extends SystemTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "Peer-Test-2026";
    private static final String RUN =
            "{ id state step message businessKey runNumber replayed postedUsers comparedWallets }";

    private static final String BALANCE = "subscription { balance { cursor balance { total { baseUnits } } } }";
    private static final String PAYOUT = "subscription($after: String) { payoutProgress(after: $after)"
            + " { cursor payouts { day share { amount { baseUnits } settlement { state signature } } } } }";

    private static final List<String> USERS = new ArrayList<>();
    private static @Nullable GraphQLClient client;
    private static @Nullable String operatorToken;

    @BeforeEach
    void registerOnce() throws SQLException {
        if (USERS.isEmpty()) {
            client = new GraphQLClient(stack().url().resolve("graphql"));
            for (String name : List.of("job-ann", "job-ben", "job-cleo")) {
                USERS.add(register(name));
            }
            String operator = register("job-operator");
            update(
                    "insert into app_user_role (user_id, role, granted_at) values (cast(? as uuid), 'OPERATOR', now())",
                    operator);
        }
        operatorToken = logIn("job-operator");
    }

    @Test
    @Order(1)
    void paysADayOnceHoweverOftenItIsStarted() throws Exception {
        LocalDate day = daysAgo(10);
        giveGems(day, USERS.get(0), USERS.get(1), 500);
        giveGems(day, USERS.get(1), USERS.get(2), 500);

        Scrape before = Scrape.of(stack().url());
        String token = logIn("job-ann");
        SubscriptionClient subscriber = SubscriptionClient.acknowledged(stack().url(), token);
        subscriber.subscribe("balance", BALANCE, Map.of());
        JsonNode balanceBefore = subscriber.update("balance", "balance");
        subscriber.subscribe("payout", PAYOUT, Map.of());
        String payoutsBefore =
                subscriber.update("payout", "payoutProgress").path("cursor").asText();

        JsonNode started = start(day);
        JsonNode completed = await(started.path("id").asText(), "COMPLETED");

        assertThat(started.path("replayed").asBoolean()).isFalse();
        assertThat(completed.path("runNumber").asInt()).isEqualTo(1);
        assertThat(completed.path("postedUsers").asInt()).isEqualTo(2);
        assertThat(number("select sum(amount_base_units) from reward_share where day = cast(? as date)", day))
                .isEqualTo(5_000_000_000_000L);
        long mints = number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day);

        JsonNode again = start(day);

        assertThat(again.path("replayed").asBoolean()).isTrue();
        assertThat(again.path("id")).isEqualTo(started.path("id"));
        assertThat(mints).isEqualTo(1);
        assertThat(number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day))
                .isEqualTo(mints);
        assertThat(runs(day)).isEqualTo(1);
        assertSettlementMovesMetrics(before, 2);
        long share = number(
                "select amount_base_units from reward_share where day = cast('" + day
                        + "' as date) and user_id = cast(? as uuid)",
                USERS.get(0));
        assertThat(tokens(balanceBefore)).isZero();
        assertThat(toldUntilFinal(subscriber, day)).containsExactly(0L, share);
        subscriber.close();
        assertResumed(token, payoutsBefore, day);
    }

    /** Every balance that was told, until the payout of the day is told to be final. */
    private static Set<Long> toldUntilFinal(SubscriptionClient subscriber, LocalDate day) {
        Set<Long> balances = new LinkedHashSet<>(List.of(0L));
        while (true) {
            JsonNode message = subscriber.next();
            JsonNode data = message.path("payload").path("data");
            if (message.path("id").asText().equals("balance")) {
                balances.add(tokens(data.path("balance")));
            } else if (isFinal(data.path("payoutProgress"), day)) {
                return balances;
            }
        }
    }

    /** Who was away all the time is told the end, once. */
    private static void assertResumed(String token, String cursor, LocalDate day) {
        try (SubscriptionClient late = SubscriptionClient.acknowledged(stack().url(), token)) {
            late.subscribe("payout", PAYOUT, Map.of("after", cursor));
            JsonNode update = late.update("payout", "payoutProgress");
            assertThat(isFinal(update, day)).isTrue();
            late.subscribe(
                    "again", PAYOUT, Map.of("after", update.path("cursor").asText()));
            late.expectNothing();
        }
    }

    private static long tokens(JsonNode update) {
        return update.path("balance").path("total").path("baseUnits").asLong();
    }

    private static boolean isFinal(JsonNode update, LocalDate day) {
        for (JsonNode payout : update.path("payouts")) {
            if (payout.path("day").asText().equals(day.toString())) {
                return payout.path("share")
                        .path("settlement")
                        .path("state")
                        .asText()
                        .equals("FINALIZED");
            }
        }
        return false;
    }

    private static void assertSettlementMovesMetrics(Scrape before, int intents) throws Exception {
        String settled = "peer_settlement_settled_seconds_count";
        until(() -> Scrape.of(stack().url()).value(settled) >= before.value(settled) + intents);
        Scrape after = Scrape.of(stack().url());
        for (String grown : List.of(
                "peer_settlement_attempts_total{outcome=\"signed\"}",
                "peer_settlement_attempts_total{outcome=\"finalized\"}")) {
            assertThat(after.value(grown)).as(grown).isGreaterThan(before.value(grown));
        }
        for (String beat : List.of("claim", "sign", "store", "send", "record")) {
            assertThat(after.value("peer_settlement_beat_seconds_count{beat=\"" + beat + "\",work=\"mint\"}"))
                    .as(beat)
                    .isPositive();
            until(() -> SystemEnvironment.traces().hasSpan("settlement " + beat));
        }
        until(() -> SystemEnvironment.traces().hasSpan("rpc simulateTransaction"));
        until(() -> SystemEnvironment.traces().hasSpan("FINALIZED"));
    }

    @Test
    @Order(2)
    void ofTwoStartsAtTheSameMomentOneWins() throws Exception {
        LocalDate day = daysAgo(11);
        giveGems(day, USERS.get(0), USERS.get(1), 500);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<String> begin = () -> {
                try {
                    return start(day).path("id").asText();
                } catch (GraphQLFailure refused) {
                    return refused.code();
                }
            };
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(List.of(begin, begin))) {
                answers.add(answer.get());
            }
            String run = answers.stream()
                    .filter(answer -> !answer.equals("JOB_RUNNING"))
                    .findFirst()
                    .orElseThrow();

            await(run, "COMPLETED");
            assertThat(Set.of(run, "JOB_RUNNING")).containsAll(answers);
        } finally {
            threads.shutdownNow();
        }
        assertThat(runs(day)).isEqualTo(1);
        assertThat(number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day))
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void aDayWithoutGemsSaysSo() throws Exception {
        LocalDate day = daysAgo(12);

        JsonNode completed = await(start(day).path("id").asText(), "COMPLETED");

        assertThat(completed.path("message").asText()).startsWith("NO_GEMS");
        assertThat(number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day))
                .isZero();
    }

    @Test
    @Order(4)
    void refusesDaysThatCannotBeClosed() throws SQLException {
        long days = number("select count(*) from reward_day where day >= cast(? as date)", daysAgo(0));

        for (LocalDate day : List.of(daysAgo(0), daysAgo(-1), LocalDate.parse("9999-12-31"))) {
            assertThatThrownBy(() -> start(day)).hasMessageStartingWith("DAY_NOT_OVER");
        }
        assertThatThrownBy(() -> start(LocalDate.parse("1999-12-31"))).hasMessageStartingWith("NOT_FOUND");

        assertThat(number("select count(*) from reward_day where day >= cast(? as date)", daysAgo(0)))
                .isEqualTo(days);
    }

    @Test
    @Order(5)
    void aStoppedRunIsContinuedByTheNextStart() throws Exception {
        LocalDate day = daysAgo(13);
        giveGems(day, USERS.get(0), USERS.get(1), 500);
        String run;
        try (Connection lock = holdRewardPool()) {
            run = start(day).path("id").asText();
            awaitPosting(run);
            call("mutation($id: ID!) { stopJobExecution(id: $id) { id } }", Map.of("id", run));
            lock.rollback();
        }
        await(run, "STOPPED");

        JsonNode completed = await(start(day).path("id").asText(), "COMPLETED");

        assertThat(completed.path("runNumber").asInt()).isEqualTo(2);
        assertThat(number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day))
                .isEqualTo(1);
    }

    @Test
    @Order(6)
    void aRunWhoseServerIsKilledIsContinuedAndPaysOnce() throws Exception {
        LocalDate day = daysAgo(14);
        giveGems(day, USERS.get(0), USERS.get(1), 500);
        giveGems(day, USERS.get(1), USERS.get(2), 500);
        String killed;
        JsonNode reconciliation;
        try (Connection lock = holdRewardPool();
                Connection checkpoint = holdCheckpoint()) {
            killed = start(day).path("id").asText();
            reconciliation = startReconciliation();
            awaitPosting(killed);
            awaitBlockedBy(checkpoint);
            stack().crashAndRestartServer();
            lock.rollback();
            checkpoint.rollback();
        }
        operatorToken = logIn("job-operator");

        until(() -> number("select count(*) from reward_day where state = 'COMPLETED' and day = cast(? as date)", day)
                == 1);

        assertThat(run(killed).path("state").asText()).isEqualTo("LOST");
        assertThat(runs(day)).isEqualTo(2);
        assertThat(number("select count(*) from ledger_transaction where reward_day = cast(? as date)", day))
                .isEqualTo(1);
        assertThat(number(
                        "select sum(p.amount_base_units) from ledger_posting p join ledger_transaction t"
                                + " on t.id = p.ledger_transaction_id where t.reward_day = cast(? as date)",
                        day))
                .isEqualTo(5_000_000_000_000L);
        assertThat(start(day).path("replayed").asBoolean()).isTrue();
        assertCompared(reconciliation, 2);
        assertThat(run(reconciliation.path("id").asText()).path("state").asText())
                .isEqualTo("LOST");
    }

    @Test
    @Order(7)
    void aReconciliationComparesEverythingAndTheNextOneBeginsAnew() throws Exception {
        JsonNode first = startReconciliation();
        assertCompared(first, 1);

        JsonNode second = startReconciliation();

        assertThat(second.path("businessKey")).isNotEqualTo(first.path("businessKey"));
        assertCompared(second, 1);
    }

    /** The reconciliation of this run was completed by the run of that number, and found nothing. */
    private static void assertCompared(JsonNode run, int runNumber) throws Exception {
        String reconciliation = run.path("businessKey").asText();
        until(() ->
                number("select count(*) from job_run where state = 'COMPLETED' and business_key = ?", reconciliation)
                        == 1);
        assertThat(number("select max(run_number) from job_run where business_key = ?", reconciliation))
                .isEqualTo(runNumber);
        JsonNode seen = call(
                        "{ reconciliations(first: 1) { edges { node { id endedAt wallets differences } } } }", Map.of())
                .path("reconciliations")
                .path("edges")
                .path(0)
                .path("node");
        assertThat(seen.path("id").asText()).isEqualTo(reconciliation);
        assertThat(seen.path("endedAt").isNull()).isFalse();
        assertThat(seen.path("differences").asInt()).isZero();
        assertThat(seen.path("wallets").asInt())
                .as("the users' wallets, RESERVE and TREASURY")
                .isGreaterThanOrEqualTo(USERS.size() + 2)
                .isEqualTo((int) number(
                        "select compared_wallets from job_run where state = 'COMPLETED' and business_key = ?",
                        reconciliation));
        JsonNode found = call(
                        "query($id: ID!) { reconciliationDifferences(reconciliationId: $id) { edges { cursor } } }",
                        Map.of("id", reconciliation))
                .path("reconciliationDifferences")
                .path("edges");
        assertThat(found.isArray()).isTrue();
        assertThat(found).isEmpty();
    }

    private static JsonNode startReconciliation() {
        return call("mutation { startReconciliation " + RUN + " }", Map.of()).path("startReconciliation");
    }

    /** A reconciliation that is open, and cannot move its checkpoint until the connection's transaction ends. */
    private static Connection holdCheckpoint() throws SQLException {
        update(
                "insert into reconciliation_run (id) values (cast(? as uuid))",
                Ids.newId().toString());
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from reconciliation_run where ended_at is null for update")) {
            statement.executeQuery().close();
        }
        return connection;
    }

    /** Somebody waits for the end of the connection's transaction. */
    private static void awaitBlockedBy(Connection lock) throws Exception {
        String transaction;
        try (PreparedStatement statement = lock.prepareStatement("select pg_current_xact_id()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            transaction = row.getString(1);
        }
        until(() -> number(
                        "select count(*) from pg_locks where not granted and transactionid = cast(? as xid)",
                        transaction)
                > 0);
    }

    private static JsonNode start(LocalDate day) {
        return call("mutation($day: Date!) { startDailyRewards(day: $day) " + RUN + " }", Map.of("day", day.toString()))
                .path("startDailyRewards");
    }

    private static JsonNode run(String id) {
        return call("query($id: ID!) { jobExecution(id: $id) " + RUN + " }", Map.of("id", id))
                .path("jobExecution");
    }

    private static JsonNode await(String id, String state) throws Exception {
        JsonNode[] last = new JsonNode[1];
        until(() -> {
            last[0] = run(id);
            String now = last[0].path("state").asText();
            if (!now.equals(state)
                    && Set.of("COMPLETED", "FAILED", "STOPPED", "LOST").contains(now)) {
                throw new AssertionError("the run ended otherwise: " + last[0]);
            }
            return now.equals(state);
        });
        return last[0];
    }

    /** The job stands at the lock that the test holds. */
    private static void awaitPosting(String run) throws Exception {
        until(() -> run(run).path("step").asText().equals("post")
                && number("select count(*) from pg_locks where not granted and cast(? as date) is not null", daysAgo(0))
                        > 0);
    }

    private static Connection holdRewardPool() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(
                "select 1 from ledger_balance b join ledger_account a on a.id = b.account_id"
                        + " where a.system_code = 'REWARD_POOL' for update of b")) {
            statement.executeQuery().close();
        }
        return connection;
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + PATIENCE);
            }
            Thread.sleep(100);
        }
    }

    private static LocalDate daysAgo(int days) {
        return LocalDate.now(ZoneOffset.UTC).minusDays(days);
    }

    private static void giveGems(LocalDate day, String owner, String actor, long gems) throws SQLException {
        UUID post = UUID.randomUUID();
        UUID action = UUID.randomUUID();
        String noon = day + "T12:00:00Z";
        update("insert into reward_day (day) values (cast(? as date)) on conflict do nothing", day.toString());
        update(
                "insert into post (id, author_id, text, created_at) values (cast(? as uuid), cast(? as uuid), 'a post',"
                        + " cast(? as timestamptz))",
                post.toString(),
                owner,
                noon);
        update(
                "insert into content_action (id, kind, actor_id, post_id, post_author_id, payment, price_base_units,"
                        + " recorded_at, action_day, tokenomics_version) values (cast(? as uuid), 'LIKE',"
                        + " cast(? as uuid), cast(? as uuid), cast(? as uuid), 'ALLOWANCE', 0,"
                        + " cast(? as timestamptz), cast(? as date), 1)",
                action.toString(),
                actor,
                post.toString(),
                owner,
                noon,
                day.toString());
        update(
                "insert into gem_event (id, action_id, kind, actor_id, post_id, owner_id, gems_hundredths, recorded_at,"
                        + " action_day, reward_day, tokenomics_version) select gen_random_uuid(), id, kind, actor_id,"
                        + " post_id, post_author_id, " + gems + ", recorded_at, action_day, action_day, 1"
                        + " from content_action where id = cast(? as uuid)",
                action.toString());
    }

    private static String register(String name) throws SQLException {
        String email = name + "@system.peer.example";
        String id = client().call(
                        null,
                        "mutation($input: RegisterInput!) { register(input: $input) { id } }",
                        Map.of("input", Map.of("email", email, "userName", name, "password", PASSWORD)))
                .path("register")
                .path("id")
                .asText();
        update("update app_user set verified_at = now() where id = cast(? as uuid)", id);
        return id;
    }

    private static String logIn(String name) {
        return client().call(
                        null,
                        "mutation($email: String!, $password: String!)"
                                + " { logIn(email: $email, password: $password) { accessToken } }",
                        Map.of("email", name + "@system.peer.example", "password", PASSWORD))
                .path("logIn")
                .path("accessToken")
                .asText();
    }

    private static JsonNode call(String operation, Map<String, ?> variables) {
        return client().call(operatorToken, operation, variables);
    }

    private static GraphQLClient client() {
        return Objects.requireNonNull(client);
    }

    private static long runs(LocalDate day) throws SQLException {
        return number("select count(*) from job_run where business_key = cast(cast(? as date) as text)", day);
    }

    private static long number(String sql, LocalDate day) throws SQLException {
        return number(sql, day.toString());
    }

    private static long number(String sql, String parameter) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void update(String sql, String... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private static Connection connect() throws SQLException {
        Database database = stack().database();
        return DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
    }
}
