package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import network.peer.launcher.Build;
import network.peer.system.People.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of {@code docs/roles.md}, called by nobody and by a user of every role. What is allowed may be refused
 * for another reason, since most calls here are made so that they change nothing; what is not allowed is refused for
 * the caller.
 */
class RolesSystemIT extends SystemTest {
    private static final String UNKNOWN = "01900000-0000-7000-8000-000000000000";
    static final Set<String> CALLER_CODES = Set.of("FORBIDDEN", "UNAUTHENTICATED", "NOT_VERIFIED", "INTERNAL", "NONE");
    static final List<String> SCOPES =
            List.of("USER_READ", "USER_WRITE", "MODERATOR_WRITE", "OPERATOR_READ", "OPERATOR_WRITE", "AUDITOR_READ");
    private static final List<String> ROLES = List.of("USER", "MODERATOR", "ADMIN", "OPERATOR", "AUDITOR");

    /** One call of each operation. */
    static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry(
                    "mutation register",
                    "mutation { register(input: { email: \"no\", userName: \"no\", password: \"no\" }) { id } }"),
            Map.entry("mutation verifyEmail", "mutation { verifyEmail(token: \"no\") { accessToken } }"),
            Map.entry("mutation logIn", "mutation { logIn(email: \"no\", password: \"no\") { accessToken } }"),
            Map.entry("mutation refreshSession", "mutation { refreshSession(refreshToken: \"no\") { accessToken } }"),
            Map.entry("mutation logOut", "mutation { logOut(refreshToken: \"no\") }"),
            Map.entry("mutation requestPasswordReset", "mutation { requestPasswordReset(email: \"no\") }"),
            Map.entry(
                    "mutation resetPassword",
                    "mutation { resetPassword(token: \"no\", newPassword: \"no\") { accessToken } }"),
            Map.entry("mutation requestVerification", "mutation { requestVerification(email: \"no\") }"),
            Map.entry(
                    "mutation changePassword",
                    "mutation { changePassword(currentPassword: \"no\", newPassword: \"no\") { accessToken } }"),
            Map.entry("mutation deleteAccount", "mutation { deleteAccount(password: \"no\") }"),
            Map.entry(
                    "mutation createServiceToken",
                    "mutation { createServiceToken(password: \"no\", name: \"\", scopes: [], days: 0) { secret } }"),
            Map.entry("mutation revokeServiceToken", "mutation { revokeServiceToken(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("field Me.serviceTokens", "{ me { serviceTokens { id } } }"),
            Map.entry("query account", "{ account(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("query accountByEmail", "{ accountByEmail(email: \"no\") { id } }"),
            Map.entry("mutation grantRole", onUnknownUser("grantRole", "role: MODERATOR, ")),
            Map.entry("mutation revokeRole", onUnknownUser("revokeRole", "role: MODERATOR, ")),
            Map.entry("mutation suspendUser", onUnknownUser("suspendUser", "")),
            Map.entry("mutation reinstateUser", onUnknownUser("reinstateUser", "")),
            Map.entry("query auditLog", "{ auditLog { pageInfo { hasNextPage } } }"),
            Map.entry("query tokenomicsVersions", "{ tokenomicsVersions { pageInfo { hasNextPage } } }"),
            Map.entry(
                    "mutation scheduleTokenomics",
                    "mutation { scheduleTokenomics(validFrom: \"2020-01-01T00:00:00Z\", change: { actions:"
                            + " [{ kind: LIKE, price: \"1\" }], limits: {} }, reason: \"x\") { version } }"),
            Map.entry("query tokenomics", "{ tokenomics { version } }"),
            Map.entry("query me", "{ me { id } }"),
            Map.entry("field Me.wallet", "{ me { wallet { address } } }"),
            Map.entry("field Me.balance", "{ me { balance { available { baseUnits } } } }"),
            Map.entry("field Me.freeAllowance", "{ me { freeAllowance { posts } } }"),
            Map.entry("field Me.rewardEstimate", "{ me { rewardEstimate { amount { baseUnits } } } }"),
            Map.entry("query transferQuote", "{ transferQuote(amount: \"1\") { gross { baseUnits } } }"),
            Map.entry(
                    "mutation transferTokens",
                    "mutation { transferTokens(recipientId: \"" + UNKNOWN
                            + "\", amount: \"1\", idempotencyKey: \"k\") { id } }"),
            Map.entry("mutation burnTokens", "mutation { burnTokens(amount: \"0\", idempotencyKey: \"k\") { id } }"),
            Map.entry("field Me.history", "{ me { history { pageInfo { hasNextPage } } } }"),
            Map.entry(
                    "field Counterpart.user",
                    "{ me { history { edges { node { counterpart { user { userName } } } } } } }"),
            Map.entry("query userByName", "{ userByName(userName: \"no\") { id } }"),
            Map.entry("query post", "{ post(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("query posts", "{ posts { pageInfo { hasNextPage } } }"),
            Map.entry("query comments", "{ comments(postId: \"" + UNKNOWN + "\") { pageInfo { hasNextPage } } }"),
            Map.entry("mutation createPost", "mutation { createPost(text: \"\", idempotencyKey: \"k\") { id } }"),
            Map.entry("mutation likePost", onUnknownPost("likePost")),
            Map.entry("mutation dislikePost", onUnknownPost("dislikePost")),
            Map.entry(
                    "mutation commentOnPost",
                    "mutation { commentOnPost(postId: \"" + UNKNOWN
                            + "\", text: \"x\", idempotencyKey: \"k\") { id } }"),
            Map.entry("mutation viewPost", onUnknownPost("viewPost")),
            Map.entry("mutation hidePost", "mutation { hidePost(postId: \"" + UNKNOWN + "\", reason: \"x\") { id } }"),
            Map.entry(
                    "mutation hideComment",
                    "mutation { hideComment(commentId: \"" + UNKNOWN + "\", reason: \"x\") { id } }"),
            Map.entry("query rewardExplanation", "{ rewardExplanation(day: \"2026-01-01\") { remainderBaseUnits } }"),
            Map.entry(
                    "field RewardExplanation.gemEvents",
                    "{ rewardExplanation(day: \"2026-01-01\") { gemEvents { pageInfo { hasNextPage } } } }"),
            Map.entry(
                    "mutation excludeFromRewardDay",
                    "mutation { excludeFromRewardDay(day: \"2026-01-01\", userId: \"" + UNKNOWN
                            + "\", reason: \"x\") { day } }"),
            Map.entry("mutation approveRewardDay", "mutation { approveRewardDay(day: \"2020-01-01\") { id } }"),
            Map.entry("query rewardDay", "{ rewardDay(day: \"2026-01-01\") { state } }"),
            Map.entry("query rewardDays", "{ rewardDays { pageInfo { hasNextPage } } }"),
            Map.entry("field RewardDay.myShare", "{ rewardDays { edges { node { myShare { user { id } } } } } }"),
            Map.entry(
                    "field RewardDay.payouts",
                    "{ rewardDays { edges { node { payouts { pageInfo { hasNextPage } } } } } }"),
            Map.entry("query jobExecution", "{ jobExecution(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("query jobExecutions", "{ jobExecutions { pageInfo { hasNextPage } } }"),
            Map.entry("mutation startDailyRewards", "mutation { startDailyRewards(day: \"2999-01-01\") { id } }"),
            Map.entry("mutation startReconciliation", "mutation { startReconciliation { id } }"),
            Map.entry("mutation stopJobExecution", "mutation { stopJobExecution(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("query ledgerAccounts", "{ ledgerAccounts { accounts { availableBaseUnits } } }"),
            Map.entry("query ledgerTransactions", "{ ledgerTransactions { pageInfo { hasNextPage } } }"),
            Map.entry(
                    "field LedgerTransaction.postings",
                    "{ ledgerTransactions { edges { node { postings { edges { node { amountBaseUnits } } } } } } }"),
            Map.entry("query settlement", "{ settlement(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry("query settlements", "{ settlements { pageInfo { hasNextPage } } }"),
            // By POST they are refused, but for the caller first; over a WebSocket in SubscriptionsSystemIT.
            Map.entry("subscription balance", "subscription { balance { cursor } }"),
            Map.entry(
                    "subscription movementProgress",
                    "subscription { movementProgress(id: \"" + UNKNOWN + "\") { cursor } }"),
            Map.entry("subscription payoutProgress", "subscription { payoutProgress { cursor } }"),
            Map.entry("subscription settlementProgress", "subscription { settlementProgress { cursor } }"),
            Map.entry("query conservation", "{ conservation { holds } }"),
            Map.entry("mutation checkConservation", "mutation { checkConservation { holds } }"),
            Map.entry("query reconciliations", "{ reconciliations { pageInfo { hasNextPage } } }"),
            Map.entry(
                    "query reconciliationDifferences",
                    "{ reconciliationDifferences(reconciliationId: \"" + UNKNOWN
                            + "\") { pageInfo { hasNextPage } } }"),
            Map.entry("query recoveryFindings", "{ recoveryFindings { pageInfo { hasNextPage } } }"),
            Map.entry("query settlementFunding", "{ settlementFunding { feePayers { address } } }"),
            Map.entry("query settlementOverview", "{ settlementOverview { stages { count } } }"),
            Map.entry("query settlementStory", "{ settlementStory(id: \"" + UNKNOWN + "\") { runbook } }"),
            Map.entry("query settlementEndpoints", "{ settlementEndpoints { endpoints { name } } }"),
            Map.entry(
                    "mutation excludeEndpoint",
                    "mutation { excludeEndpoint(endpoint: \"no\", reason: \"x\") { endpoints { name } } }"),
            Map.entry(
                    "mutation readmitEndpoint",
                    "mutation { readmitEndpoint(endpoint: \"no\", reason: \"x\") { endpoints { name } } }"),
            Map.entry(
                    "mutation pauseSettlement",
                    "mutation { pauseSettlement(scope: \"no\", reason: \"x\") { pauses { scope } } }"),
            Map.entry(
                    "mutation resumeSettlement",
                    "mutation { resumeSettlement(scope: \"no\", reason: \"x\") { pauses { scope } } }"),
            Map.entry(
                    "mutation requestSettlementDecision",
                    "mutation { requestSettlementDecision(settlementId: \"" + UNKNOWN
                            + "\", action: RETRY, reason: \"x\") { id } }"),
            Map.entry(
                    "mutation approveSettlementDecision",
                    "mutation { approveSettlementDecision(id: \"" + UNKNOWN + "\") { id } }"),
            Map.entry(
                    "mutation annotateSettlement",
                    "mutation { annotateSettlement(id: \"" + UNKNOWN + "\", note: \"x\") { runbook } }"));

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void everyOperationOfTheTableIsCalled() {
        assertThat(CALLS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        rows().stream().map(Row::operation).toList());
    }

    @TestFactory
    Stream<DynamicTest> everyOperationWithEveryRole() {
        recordOneDay(api, people);
        Map<String, String> tokens = new LinkedHashMap<>();
        ROLES.forEach(role -> tokens.put(role, people.accessToken(people.withRole(role))));
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows()) {
            tests.add(test(row.operation(), "nobody", null, row.nobody(), "UNAUTHENTICATED"));
            tokens.forEach((role, token) ->
                    tests.add(test(row.operation(), role, token, row.roles().contains(role), "FORBIDDEN")));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationThatActsWithAnUnprovenAddress() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String role : ROLES) {
            tokens.put(role, people.accessToken(people.unverifiedWithRole(role)));
        }
        return rows().stream().filter(Row::verified).map(row -> {
            String role = row.roles().get(0);
            return dynamicTest(row.operation() + " by an unverified " + role, () -> assertThat(
                            call(row.operation(), tokens.get(role)).code())
                    .isEqualTo("NOT_VERIFIED"));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyOperationWithASuspendedAccountOfEveryRole() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String role : ROLES) {
            Person person = people.withRole(role);
            String token = people.accessToken(person);
            people.setStatus(person, "SUSPENDED");
            for (Row row : rows()) {
                if (!row.nobody() && row.roles().contains(role)) {
                    tests.add(dynamicTest(row.operation() + " by a suspended " + role, () -> assertThat(
                                    call(row.operation(), token).code())
                            .isEqualTo("FORBIDDEN")));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void roleThatIsTakenAwayWorksNoLongerAtOnce() {
        Person operator = people.withRole("OPERATOR");
        String token = people.accessToken(operator);
        assertThat(call("query settlements", token).code()).isEqualTo("OK");

        people.takeRole(operator, "OPERATOR");

        assertThat(call("query settlements", token).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void tokenOfAnotherKeyIsRefused() {
        String token = people.accessToken(people.verified());
        String[] parts = token.split("\\.", 3);
        char last = parts[2].charAt(0) == 'A' ? 'B' : 'A';

        Api.Answer answer = call("query me", parts[0] + "." + parts[1] + "." + last + parts[2].substring(1));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    }

    private DynamicTest test(String operation, String role, @Nullable String token, boolean allowed, String refusal) {
        return dynamicTest(operation + " by " + role + (allowed ? " is allowed" : " is refused"), () -> {
            Api.Answer answer = call(operation, token);
            if (allowed) {
                assertThat(answer.code()).as(answer.body()).isNotIn(CALLER_CODES);
            } else {
                assertThat(answer.code()).as(answer.body()).isEqualTo(refusal);
            }
        });
    }

    private Api.Answer call(String operation, @Nullable String token) {
        return api.call(token, Objects.requireNonNull(CALLS.get(operation), operation));
    }

    /** So that the fields of a reward day have one to be asked of. */
    static void recordOneDay(Api api, People people) {
        String author = people.accessToken(people.verified());
        String post = api.call(
                        author, "mutation { createPost(text: \"Good morning\", idempotencyKey: \"day\") { postId } }")
                .data("createPost")
                .path("postId")
                .asText();
        Api.Answer like = api.call(
                people.accessToken(people.verified()),
                "mutation($post: ID!) { likePost(postId: $post, idempotencyKey: \"day\") { id } }",
                Map.of("post", post));
        assertThat(like.code()).as(like.body()).isEqualTo("OK");
    }

    private static String onUnknownUser(String mutation, String argument) {
        return "mutation { " + mutation + "(userId: \"" + UNKNOWN + "\", " + argument + "reason: \"test\") { id } }";
    }

    private static String onUnknownPost(String mutation) {
        return "mutation { " + mutation + "(postId: \"" + UNKNOWN + "\", idempotencyKey: \"k\") { id } }";
    }

    /** @param roles that may call the operation */
    record Row(String operation, boolean verified, boolean nobody, List<String> roles) {}

    /** @param scopes that open the operation */
    record Opened(String operation, List<String> scopes) {}

    static List<Row> rows() {
        return table(2 + ROLES.size() + 1).stream()
                .map(cells -> new Row(
                        cells.get(0),
                        cells.get(1).equals("yes"),
                        cells.get(2).equals("yes"),
                        allowed(cells.subList(3, cells.size()), ROLES)))
                .toList();
    }

    static List<Opened> openedByScope() {
        return table(1 + SCOPES.size()).stream()
                .map(cells -> new Opened(cells.get(0), allowed(cells.subList(1, cells.size()), SCOPES)))
                .toList();
    }

    /** The rows of that of the two tables which has so many columns. */
    private static List<List<String>> table(int columns) {
        try {
            return Files.readAllLines(Build.current().root().resolve("docs/roles.md")).stream()
                    .filter(line -> line.matches("\\| (query|mutation|field|subscription) .*"))
                    .map(RolesSystemIT::cells)
                    .filter(cells -> cells.size() == columns)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static List<String> allowed(List<String> cells, List<String> columns) {
        List<String> allowed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (cells.get(i).equals("yes")) {
                allowed.add(columns.get(i));
            }
        }
        return allowed;
    }
}
