package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.launcher.Database;
import network.peer.launcher.Polling;
import network.peer.system.People.Person;
import network.peer.system.RolesSystemIT.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every deed that {@code docs/roles.md} keeps for ADMINs, OPERATORs and MODERATORs is done once and is in the audit log
 * once, with who did what to whom; a deed that was refused is not there.
 */
class AuditSystemIT extends SystemTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final List<String> PRIVILEGED = List.of("ADMIN", "OPERATOR", "MODERATOR");

    /** What cannot succeed here, and why. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "mutation excludeEndpoint",
            "Two endpoints must be left, and this stack has one: EndpointQuorumIT asserts the entry of the deed.");

    /** The calls of {@link RolesSystemIT} that do something. */
    private static final Set<String> SUCCEED = Set.of("mutation startReconciliation", "mutation checkConservation");

    private static final String START_DAILY_REWARDS =
            "mutation($day: Date!) { it: startDailyRewards(day: $day) { id } }";

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());
    private final Map<String, Caller> callers = new HashMap<>();
    private @Nullable Caller spender;

    /** Somebody with a role, logged in. */
    private record Caller(String id, String token) {}

    /**
     * A call that succeeds if its caller may make it.
     *
     * @param entries each its action and its subject, by the answer
     * @param end undoes what others would stumble over
     */
    private record Deed(String call, Map<String, ?> variables, Function<JsonNode, List<String>> entries, Runnable end)
            implements AutoCloseable {
        static Deed of(String call, Map<String, ?> variables, String... entries) {
            return new Deed(call, variables, answer -> List.of(entries), () -> {});
        }

        /** What takes the subject as its {@code $id}. */
        static Deed on(String subject, String call, String action) {
            return of("mutation($id: ID!) { it: " + call + " }", Map.of("id", subject), action + " " + subject);
        }

        Deed endedBy(Runnable undo) {
            return new Deed(call, variables, entries, undo);
        }

        @Override
        public void close() {
            end.run();
        }
    }

    @AfterEach
    void resumeBurns() {
        if (spender != null) {
            settlement("resumeSettlement", "KIND:BURN");
        }
    }

    @Test
    void everyMutationThatNeedsARoleIsHereOrElsewhere() {
        List<String> here = new ArrayList<>(deeds().keySet());
        here.addAll(ELSEWHERE.keySet());

        assertThat(here)
                .containsExactlyInAnyOrderElementsOf(
                        privileged().map(Row::operation).toList());
    }

    @TestFactory
    Stream<DynamicTest> everyDeedIsRecordedOnceAndToWhomItIsRefusedNotAtAll() {
        Map<String, Supplier<Deed>> deeds = deeds();
        return privileged()
                .filter(row -> deeds.containsKey(row.operation()))
                .map(row -> dynamicTest(row.operation(), () -> {
                    Caller caller = callerWith(row.roles().get(0));
                    Caller outsider = callerWith(PRIVILEGED.stream()
                            .filter(role -> !row.roles().contains(role))
                            .findFirst()
                            .orElseThrow());
                    try (Deed deed =
                            Objects.requireNonNull(deeds.get(row.operation())).get()) {
                        Set<String> before = entries().keySet();

                        Api.Answer refused = api.call(outsider.token(), deed.call(), deed.variables());

                        assertThat(refused.code()).as(refused.body()).isEqualTo("FORBIDDEN");
                        assertThat(since(before)).isEmpty();

                        JsonNode done = api.call(caller.token(), deed.call(), deed.variables())
                                .expectOk()
                                .data("it");

                        assertThat(since(before))
                                .containsExactlyInAnyOrderElementsOf(deed.entries().apply(done).stream()
                                        .map(entry -> caller.id() + " " + entry)
                                        .toList());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatOneOfTheRoleAsksForInVainIsNotRecorded() {
        return privileged()
                .filter(row -> !SUCCEED.contains(row.operation()))
                .map(row -> dynamicTest(row.operation(), () -> {
                    Caller caller = callerWith(row.roles().get(0));
                    Set<String> before = entries().keySet();

                    api.call(caller.token(), Objects.requireNonNull(RolesSystemIT.CALLS.get(row.operation())));

                    assertThat(since(before)).isEmpty();
                }));
    }

    @Test
    void whoLooksAtAnAccountIsRecordedAndAnUnknownAddressIsNotKept() {
        Caller admin = callerWith("ADMIN");
        Person person = people.verified();
        String unknown = "nobody-" + UUID.randomUUID() + "@people.example";
        String byEmail = "query($email: String!) { accountByEmail(email: $email) { id } }";
        Set<String> before = entries().keySet();

        api.call(admin.token(), "query($id: ID!) { account(id: $id) { id } }", Map.of("id", person.id()))
                .expectOk();
        api.call(admin.token(), byEmail, Map.of("email", person.email())).expectOk();
        Api.Answer nobody = api.call(admin.token(), byEmail, Map.of("email", unknown));

        assertThat(nobody.code()).isEqualTo("NOT_FOUND");
        assertThat(since(before))
                .containsExactlyInAnyOrder(
                        admin.id() + " read-account " + person.id(),
                        admin.id() + " read-account " + person.id(),
                        admin.id() + " read-account unknown address");
        assertThat(people.text(
                        "select count(*) from audit_log where strpos(subject || details, cast(? as text)) > 0",
                        unknown))
                .isEqualTo("0");
    }

    @Test
    void aReconciliationByTheCommandIsRecorded() throws IOException, InterruptedException {
        String audited = "select coalesce(string_agg(subject, ',' order by id), '') from audit_log"
                + " where actor_id is null and action = 'reconcile'";
        String before = people.text(audited);

        assertThat(PeerAdmin.run(stack(), "settlement", "reconcile")).contains("0 differences");

        String reconciliation = people.text("select id from reconciliation_run order by ended_at desc limit 1");
        assertThat(people.text(audited))
                .isEqualTo((before.isEmpty() ? "" : before + ",") + "reconciliation " + reconciliation);
    }

    private static Stream<Row> privileged() {
        return RolesSystemIT.rows().stream()
                .filter(row -> row.operation().startsWith("mutation "))
                .filter(row -> !row.nobody() && !row.roles().contains("USER"));
    }

    /** Each is set up when it is asked for. */
    private Map<String, Supplier<Deed>> deeds() {
        Map<String, Supplier<Deed>> deeds = new LinkedHashMap<>();
        deeds.put(
                "mutation hidePost",
                () -> Deed.on(post(people.verified()), "hidePost(postId: $id, reason: \"test\") { id }", "hide-post"));
        deeds.put(
                "mutation hideComment",
                () -> Deed.on(comment(), "hideComment(commentId: $id, reason: \"test\") { id }", "hide-comment"));
        deeds.put(
                "mutation grantRole",
                () -> Deed.on(
                        people.verified().id(),
                        "grantRole(userId: $id, role: MODERATOR, reason: \"test\") { id }",
                        "grant-role"));
        deeds.put(
                "mutation revokeRole",
                () -> Deed.on(
                        people.withRole("MODERATOR").id(),
                        "revokeRole(userId: $id, role: MODERATOR, reason: \"test\") { id }",
                        "revoke-role"));
        deeds.put(
                "mutation suspendUser",
                () -> Deed.on(
                        people.verified().id(), "suspendUser(userId: $id, reason: \"test\") { id }", "suspend-user"));
        deeds.put("mutation reinstateUser", () -> {
            Person suspended = people.verified();
            people.setStatus(suspended, "SUSPENDED");
            return Deed.on(suspended.id(), "reinstateUser(userId: $id, reason: \"test\") { id }", "reinstate-user");
        });
        deeds.put("mutation scheduleTokenomics", this::scheduled);
        deeds.put("mutation excludeFromRewardDay", () -> {
            String user = people.verified().id();
            return Deed.of(
                    "mutation($day: Date!, $user: ID!) { it: excludeFromRewardDay(day: $day, userId: $user,"
                            + " reason: \"test\") { day } }",
                    Map.of("day", today.toString(), "user", user),
                    "exclude-from-day " + today + " " + user);
        });
        deeds.put("mutation approveRewardDay", () -> {
            LocalDate day = today.minusDays(70);
            asOwner(
                    "insert into reward_day (day) values ('" + day + "')",
                    "update reward_day set state = 'CLOSED', tokenomics_version = 1, closed_at = now() where day = '"
                            + day + "'");
            return Deed.of(
                            "mutation($day: Date!) { it: approveRewardDay(day: $day) { id } }",
                            Map.of("day", day.toString()),
                            "approve-day " + day,
                            "start-job daily-rewards " + day)
                    .endedBy(() -> awaitCompleted(day));
        });
        deeds.put("mutation startDailyRewards", () -> {
            LocalDate day = today.minusDays(71);
            return Deed.of(START_DAILY_REWARDS, Map.of("day", day.toString()), "start-job daily-rewards " + day)
                    .endedBy(() -> awaitCompleted(day));
        });
        deeds.put("mutation stopJobExecution", this::stopped);
        deeds.put(
                "mutation startReconciliation",
                () -> new Deed(
                        "mutation { it: startReconciliation { businessKey } }",
                        Map.of(),
                        answer -> List.of("start-job reconciliation "
                                + answer.path("businessKey").asText()),
                        () -> awaitNoRunOf("job_name = 'reconciliation'")));
        deeds.put(
                "mutation checkConservation",
                () -> Deed.of("mutation { it: checkConservation { holds } }", Map.of(), "check-conservation ALL"));
        deeds.put("mutation readmitEndpoint", () -> {
            String endpoint = "http://gone.invalid";
            asOwner("insert into settlement_endpoint_exclusion (endpoint, reason, excluded_by) values ('" + endpoint
                    + "', 'test', '" + caller("colleague", "OPERATOR").id() + "')");
            return Deed.of(
                    "mutation($name: String!) { it: readmitEndpoint(endpoint: $name, reason: \"test\")"
                            + " { endpoints { name } } }",
                    Map.of("name", endpoint),
                    "readmit-endpoint " + endpoint);
        });
        deeds.put("mutation pauseSettlement", () -> pauses("pauseSettlement", "pause-settlement"));
        deeds.put("mutation resumeSettlement", () -> {
            settlement("pauseSettlement", "KIND:WITHDRAWAL");
            return pauses("resumeSettlement", "resume-settlement");
        });
        deeds.put("mutation requestSettlementDecision", () -> {
            String intent = parked();
            return Deed.on(
                            intent,
                            "requestSettlementDecision(settlementId: $id, action: RETRY, reason: \"test\") { id }",
                            "request-retry-settlement")
                    .endedBy(() -> approve(people.text(
                            "select id from settlement_decision where intent_id = cast(? as uuid)", intent)));
        });
        deeds.put("mutation approveSettlementDecision", () -> {
            String intent = parked();
            return Deed.of(
                    "mutation($id: ID!) { it: approveSettlementDecision(id: $id) { id } }",
                    Map.of("id", requested(intent)),
                    "approve-retry-settlement " + intent);
        });
        deeds.put("mutation annotateSettlement", () -> {
            String intent = people.text(
                    "select i.id from settlement_intent i where i.kind = 'MINT' and i.business_key like '%:' || ?",
                    spender().id());
            return Deed.on(intent, "annotateSettlement(id: $id, note: \"test\") { runbook }", "annotate-settlement");
        });
        return deeds;
    }

    /** After every version that is there, whichever tests scheduled one before. */
    private Deed scheduled() {
        LocalDate from = LocalDate.parse(people.text(
                "select cast(greatest(max(valid_from), now()) at time zone 'UTC' as date) + 2 from tokenomics"));
        return new Deed(
                "mutation($from: DateTime!) { it: scheduleTokenomics(validFrom: $from, change: { actions:"
                        + " [{ kind: LIKE, price: \"3.5\" }] }, reason: \"test\") { version } }",
                Map.of("from", from + "T00:00:00Z"),
                answer -> List.of(
                        "schedule-tokenomics version " + answer.path("version").asText()),
                () -> {});
    }

    /** Of a run that waits for a lock which is held until it was stopped. */
    private Deed stopped() {
        LocalDate day = today.minusDays(72);
        new PastGems(people, day).give(people.verified(), people.verified());
        Connection lock = holdRewardPool();
        String run = start(day);
        awaitTrue("run " + run + " runs", () -> people.text("select state from job_run where id = cast(? as uuid)", run)
                .equals("RUNNING"));
        return Deed.of(
                        "mutation($id: ID!) { it: stopJobExecution(id: $id) { id } }",
                        Map.of("id", run),
                        "stop-job daily-rewards " + day)
                .endedBy(() -> {
                    release(lock);
                    awaitNoRunOf("business_key = '" + day + "'");
                    start(day);
                    awaitCompleted(day);
                });
    }

    /** Nothing is withdrawn here, so nothing waits for it. */
    private Deed pauses(String mutation, String action) {
        String scope = "KIND:WITHDRAWAL";
        return Deed.of(
                        "mutation($scope: String!) { it: " + mutation
                                + "(scope: $scope, reason: \"test\") { pauses { scope } } }",
                        Map.of("scope", scope),
                        action + " " + scope)
                .endedBy(() -> settlement("resumeSettlement", scope));
    }

    private void settlement(String mutation, String scope) {
        ok(
                "mutation($scope: String!) { it: " + mutation
                        + "(scope: $scope, reason: \"test\") { pauses { scope } } }",
                Map.of("scope", scope));
    }

    private String requested(String intent) {
        return ok(
                        "mutation($id: ID!) { it: requestSettlementDecision(settlementId: $id, action: RETRY,"
                                + " reason: \"test\") { id } }",
                        Map.of("id", intent))
                .path("id")
                .asText();
    }

    private void approve(String decision) {
        ok("mutation($id: ID!) { it: approveSettlementDecision(id: $id) { id } }", Map.of("id", decision));
    }

    /** A burn that was found unfit to be signed. @return its intent */
    private String parked() {
        String movement = api.call(
                        spender().token(),
                        "mutation($key: String!) { burnTokens(amount: \"1\", idempotencyKey: $key) { id } }",
                        Map.of("key", UUID.randomUUID().toString()))
                .expectOk()
                .data("burnTokens")
                .path("id")
                .asText();
        String intent =
                people.text("select id from settlement_intent where ledger_transaction_id = cast(? as uuid)", movement);
        asOwner(
                "update settlement_intent i set state = 'CLAIMED', claim_fence = 0, claim_until = now(),"
                        + " claim_id = gen_random_uuid(),"
                        + " claim_lane = (select min(l.name) from settlement_lane l where l.work = i.work)"
                        + " where id = '" + intent + "'",
                "update settlement_intent set state = 'PARKED', claim_fence = null, claim_until = null,"
                        + " claim_id = null, claim_lane = null, last_problem = 'test' where id = '" + intent + "'");
        return intent;
    }

    /** Somebody with tokens, whose burns stay as they are: burns are paused until the end of the test. */
    private Caller spender() {
        if (spender == null) {
            LocalDate day = today.minusDays(73);
            Person earner = people.verified();
            new PastGems(people, day).give(earner, people.verified());
            start(day);
            awaitCompleted(day);
            settlement("pauseSettlement", "KIND:BURN");
            spender = new Caller(earner.id(), people.accessToken(earner));
        }
        return spender;
    }

    private String post(Person author) {
        return api.call(
                        people.accessToken(author),
                        "mutation { createPost(text: \"Good morning\", idempotencyKey: \"audit\") { postId } }")
                .expectOk()
                .data("createPost")
                .path("postId")
                .asText();
    }

    private String comment() {
        return api.call(
                        people.accessToken(people.verified()),
                        "mutation($post: ID!) { commentOnPost(postId: $post, text: \"Is it?\", idempotencyKey: \"audit\")"
                                + " { commentId } }",
                        Map.of("post", post(people.verified())))
                .expectOk()
                .data("commentOnPost")
                .path("commentId")
                .asText();
    }

    private void awaitCompleted(LocalDate day) {
        awaitTrue(day + " is completed", () -> people.text(
                        "select count(*) from reward_day where state = 'COMPLETED' and day = cast(? as date)",
                        day.toString())
                .equals("1"));
        awaitNoRunOf("business_key = '" + day + "'");
    }

    /** @return the run */
    private String start(LocalDate day) {
        return ok(START_DAILY_REWARDS, Map.of("day", day.toString())).path("id").asText();
    }

    private void awaitNoRunOf(String which) {
        awaitTrue("no run of " + which, () -> people.text(
                        "select count(*) from job_run where ended_at is null and " + which)
                .equals("0"));
    }

    private static void awaitTrue(String what, BooleanSupplier condition) {
        assertThat(Polling.until(PATIENCE, PAUSE, condition)).as(what).isTrue();
    }

    private JsonNode ok(String call, Map<String, ?> variables) {
        return api.call(caller("colleague", "OPERATOR").token(), call, variables)
                .expectOk()
                .data("it");
    }

    private Caller callerWith(String role) {
        return caller(role, role);
    }

    private Caller caller(String name, String role) {
        return callers.computeIfAbsent(name, first -> {
            Person person = people.withRole(role);
            return new Caller(person.id(), people.accessToken(person));
        });
    }

    /** What was recorded of anybody's deeds beside those; what the product does by itself may go on. */
    private List<String> since(Set<String> before) {
        Map<String, String> entries = entries();
        entries.keySet().removeAll(before);
        return List.copyOf(entries.values());
    }

    /** Every entry that names who did it, by its id. */
    private Map<String, String> entries() {
        String lines =
                people.text("select coalesce(string_agg(id || ' ' || actor_id || ' ' || action || ' ' || subject,"
                        + " chr(10) order by id), '') from audit_log where actor_id is not null");
        return lines.lines()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(' ')), line -> line.substring(line.indexOf(' ') + 1)));
    }

    private static Connection holdRewardPool() {
        try {
            Connection connection = connect();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1 from ledger_balance b join ledger_account a on a.id = b.account_id"
                        + " where a.system_code = 'REWARD_POOL' for update of b");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException("the reward pool cannot be held", e);
        }
    }

    private static void release(Connection lock) {
        try (lock) {
            lock.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("the reward pool is still held", e);
        }
    }

    /** In one transaction. */
    private static void asOwner(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    private static Connection connect() throws SQLException {
        Database database = stack().database();
        return DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
    }
}
