package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.launcher.Polling;
import network.peer.system.People.Person;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Bad input gets a typed error and changes nothing: the rows of every table of the books are counted around each call. */
class BadInputSystemIT extends SystemTest {
    private static final String UNKNOWN = "01900000-0000-7000-8000-000000000000";
    private static final String ONE_MEGABYTE = "x".repeat(1024 * 1024);

    /** Everything that a person's request could change; leases, heartbeats and checks run on by themselves. */
    private static final List<String> TABLES = List.of(
            "app_user",
            "app_user_role",
            "post",
            "comment",
            "content_action",
            "content_request",
            "free_allowance_use",
            "gem_event",
            "reward_day",
            "reward_share",
            "job_run",
            "ledger_transaction",
            "ledger_posting",
            "settlement_intent",
            "audit_log");

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @TestFactory
    Stream<DynamicTest> badInputGetsATypedErrorAndChangesNothing() {
        String user = people.accessToken(people.verified());
        String operator = people.accessToken(people.withRole("OPERATOR"));
        List<DynamicTest> tests = new ArrayList<>();
        Stream.of(
                        new Bad("no JSON", "{nope", "BAD_INPUT"),
                        new Bad("an empty body", "", "BAD_INPUT"),
                        new Bad("a list of requests", "[{\"query\":\"{ me { id } }\"}]", "BAD_INPUT"),
                        new Bad("a query that is a number", "{\"query\":1}", "BAD_INPUT"),
                        new Bad(
                                "variables that are a list",
                                "{\"query\":\"{ me { id } }\",\"variables\":[]}",
                                "BAD_INPUT"),
                        new Bad("deeply nested JSON", "[".repeat(50_000), "BAD_INPUT"),
                        new Bad("a body of more than 1 MB", "{\"query\":\"" + ONE_MEGABYTE + "\"}", "TOO_LARGE"),
                        new Bad("a long query", "{\"query\":\"{ " + "a".repeat(40_000) + " }\"}", "TOO_LARGE"))
                .forEach(bad -> tests.add(test(bad.what(), bad.code(), () -> api.post(user, bad.text()))));
        Stream.of(
                        new Bad("malformed GraphQL", "{ me { id ", "BAD_INPUT"),
                        new Bad("an unknown field", "{ me { shoeSize } }", "BAD_INPUT"),
                        new Bad("an unknown operation", "mutation { makeMeRich { id } }", "BAD_INPUT"),
                        new Bad("a missing argument", "mutation { createPost(text: \"x\") { id } }", "BAD_INPUT"),
                        new Bad("a subscription", "subscription { me { id } }", "BAD_INPUT"),
                        new Bad(
                                "two operations without a name",
                                "query A { me { id } } query B { me { id } }",
                                "BAD_INPUT"),
                        new Bad(
                                "a number for a text",
                                "mutation { createPost(text: 7, idempotencyKey: \"n\") { id } }",
                                "BAD_INPUT"),
                        new Bad(
                                "null for a text",
                                "mutation { createPost(text: null, idempotencyKey: \"n\") { id } }",
                                "BAD_INPUT"),
                        new Bad(
                                "a huge number",
                                "{ posts(first: 99999999999999999999999) { edges { cursor } } }",
                                "BAD_INPUT"),
                        new Bad(
                                "a number that wraps around to 10",
                                "{ posts(first: 4294967306) { edges { cursor } } }",
                                "BAD_INPUT"),
                        new Bad("a fraction for a count", "{ posts(first: 1.5) { edges { cursor } } }", "BAD_INPUT"),
                        new Bad("a negative page", "{ posts(first: -1) { edges { cursor } } }", "BAD_INPUT"),
                        new Bad("a page of 101", "{ posts(first: 101) { edges { cursor } } }", "BAD_INPUT"),
                        new Bad("a cursor of nothing", "{ posts(after: \"???\") { edges { cursor } } }", "BAD_INPUT"),
                        new Bad(
                                "a cursor of another list",
                                "{ posts(after: \"MjAyNi0wMS0wMQ\") { edges { cursor } } }",
                                "BAD_INPUT"),
                        new Bad("no id", "{ post(id: \"1\") { id } }", "BAD_INPUT"),
                        new Bad("an unknown post", "{ post(id: \"" + UNKNOWN + "\") { id } }", "NOT_FOUND"),
                        new Bad("a like of an unknown post", like(UNKNOWN, "u"), "NOT_FOUND"),
                        new Bad(
                                "an empty post",
                                "mutation { createPost(text: \" \", idempotencyKey: \"e\") { id } }",
                                "BAD_INPUT"),
                        new Bad(
                                "an empty idempotency key",
                                "mutation { createPost(text: \"x\", idempotencyKey: \"\") { id } }",
                                "BAD_INPUT"),
                        new Bad(
                                "a zero character",
                                "mutation { logIn(email: \"a\\u0000b\", password: \"x\") { accessToken } }",
                                "BAD_INPUT"),
                        new Bad("a day that is none", "{ rewardDay(day: \"2026-02-30\") { state } }", "BAD_INPUT"),
                        new Bad(
                                "a day before all days",
                                "{ rewardDay(day: \"-999999999-01-01\") { state } }",
                                "NOT_FOUND"),
                        new Bad("a weak password", register("Abcdefgh"), "BAD_INPUT"),
                        new Bad(
                                "a query too deep",
                                "{ __schema { types " + "{ fields { type ".repeat(8) + "{ name }" + " } }".repeat(8)
                                        + " } }",
                                "TOO_LARGE"),
                        new Bad("a query of many fields", many(300), "TOO_LARGE"),
                        new Bad("a query of many tokens", many(900), "TOO_LARGE"))
                .forEach(bad -> tests.add(test(bad.what(), bad.code(), () -> api.call(user, bad.text()))));
        tests.add(test(
                "a text of 200 000 characters",
                "BAD_INPUT",
                () -> api.call(
                        user,
                        "mutation($text: String!) { createPost(text: $text, idempotencyKey: \"long\") { id } }",
                        Map.of("text", "x".repeat(200_000)))));
        tests.add(test(
                "a text of 1 MB",
                "TOO_LARGE",
                () -> api.call(
                        user,
                        "mutation($text: String!) { createPost(text: $text, idempotencyKey: \"mega\") { id } }",
                        Map.of("text", ONE_MEGABYTE))));
        tests.add(test(
                "an object for a text",
                "BAD_INPUT",
                () -> api.call(
                        user,
                        "mutation($text: String!) { createPost(text: $text, idempotencyKey: \"object\") { id } }",
                        Map.of("text", Map.of("a", 1)))));
        Stream.of(
                        new Bad("a day in the future", start("2999-12-31"), "DAY_NOT_OVER"),
                        new Bad("a day that is none", start("tomorrow"), "BAD_INPUT"),
                        new Bad(
                                "an unknown run",
                                "mutation { stopJobExecution(id: \"" + UNKNOWN + "\") { id } }",
                                "NOT_FOUND"),
                        new Bad("an unknown settlement", "{ settlement(id: \"" + UNKNOWN + "\") { id } }", "NOT_FOUND"),
                        new Bad("an unknown state", "{ settlements(state: LOST) { edges { cursor } } }", "BAD_INPUT"))
                .forEach(bad -> tests.add(
                        test(bad.what() + " by an operator", bad.code(), () -> api.call(operator, bad.text()))));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> badInputNamesTheFieldAsTheSchemaCallsIt() {
        String user = people.accessToken(people.verified());
        String admin = people.accessToken(people.withRole("ADMIN"));
        return Stream.of(
                        new Named(user, "{ posts(first: 101) { edges { cursor } } }", "first"),
                        new Named(user, "{ posts(after: \"???\") { edges { cursor } } }", "after"),
                        new Named(user, "{ post(id: \"1\") { id } }", "id"),
                        new Named(user, "mutation { createPost(text: \" \", idempotencyKey: \"e\") { id } }", "text"),
                        new Named(
                                user,
                                "mutation { createPost(text: \"x\", idempotencyKey: \"\") { id } }",
                                "idempotencyKey"),
                        new Named(
                                user,
                                "mutation { burnTokens(amount: \"much\", idempotencyKey: \"b\") { id } }",
                                "amount"),
                        new Named(user, register("Abcdefgh"), "password"),
                        new Named(
                                user,
                                "mutation { resetPassword(token: \"none\", newPassword: \"weak\") { accessToken } }",
                                "newPassword"),
                        new Named(
                                admin,
                                "mutation { suspendUser(userId: \"" + UNKNOWN + "\", reason: \" \") { id } }",
                                "reason"))
                .map(named -> dynamicTest(named.field() + " of " + named.query(), () -> {
                    Api.Answer answer = api.call(named.token(), named.query());
                    assertThat(answer.code()).as(answer.body()).isEqualTo("BAD_INPUT");
                    assertThat(answer.firstExtension("field")).as(answer.body()).isEqualTo(named.field());
                }));
    }

    @Test
    void closedDayIsNotRunAgain() {
        String operator = people.accessToken(people.withRole("OPERATOR"));
        Api.Answer started = api.call(operator, start("2026-01-15"));
        assertThat(started.code()).as(started.body()).isEqualTo("OK");
        String run = started.data("startDailyRewards").path("id").asText();
        awaitCompleted(operator, run);
        String before = counts();

        Api.Answer again = api.call(operator, start("2026-01-15"));

        assertThat(again.data("startDailyRewards").path("replayed").asBoolean())
                .as(again.body())
                .isTrue();
        assertThat(again.data("startDailyRewards").path("id").asText()).isEqualTo(run);
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void secondInputUnderOneKeyIsAConflictAndTheFirstAnswersAgain() {
        Person person = people.verified();
        String token = people.accessToken(person);
        String post =
                "mutation($text: String!) { createPost(text: $text, idempotencyKey: \"mine\") { postId replayed } }";
        Api.Answer first = api.call(token, post, Map.of("text", "one"));
        String before = counts();

        Api.Answer again = api.call(token, post, Map.of("text", "one"));
        Api.Answer other = api.call(token, post, Map.of("text", "two"));

        assertThat(again.data("createPost").path("replayed").asBoolean())
                .as(again.body())
                .isTrue();
        assertThat(again.data("createPost").path("postId"))
                .isEqualTo(first.data("createPost").path("postId"));
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(counts()).isEqualTo(before);
    }

    private DynamicTest test(String what, String code, Supplier<Api.Answer> call) {
        return dynamicTest(what + " is " + code, () -> {
            String before = counts();

            Api.Answer answer = call.get();

            assertThat(answer.code()).as(answer.body()).isEqualTo(code);
            assertThat(answer.body()).hasSizeLessThan(2_000);
            assertThat(counts()).isEqualTo(before);
        });
    }

    private void awaitCompleted(String operator, String run) {
        assertThat(Polling.until(Duration.ofSeconds(60), Duration.ofMillis(100), () -> api.call(
                                operator, "{ jobExecution(id: \"" + run + "\") { state } }")
                        .data("jobExecution")
                        .path("state")
                        .asText()
                        .equals("COMPLETED")))
                .isTrue();
    }

    private String counts() {
        return people.text(TABLES.stream()
                .map(table -> "(select '" + table + "=' || count(*) from " + table + ")")
                .collect(Collectors.joining(" || ' ' || ", "select ", "")));
    }

    private static String many(int fields) {
        return Stream.iterate(0, i -> i + 1)
                .limit(fields)
                .map(i -> "a" + i + ": me { id }")
                .collect(Collectors.joining(" ", "{ ", " }"));
    }

    private static String like(String post, String key) {
        return "mutation { likePost(postId: \"" + post + "\", idempotencyKey: \"" + key + "\") { id } }";
    }

    private static String start(String day) {
        return "mutation { startDailyRewards(day: \"" + day + "\") { id replayed } }";
    }

    private static String register(String password) {
        return "mutation { register(input: { email: \"weak@people.example\", userName: \"weak_one\", password: \""
                + password + "\" }) { id } }";
    }

    private record Named(String token, String query, String field) {}

    /** @param text of the query, or of the whole body */
    private record Bad(String what, String text, String code) {}
}
