package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.OperationDeadline;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.TrustedDocuments;
import org.junit.jupiter.api.Test;

/** The real schema without a server: what is refused before any operation is called. */
class GraphQLEngineTest {
    private static final ApiLimits LIMITS = ApiLimits.configured();
    private static final GraphQLEngine ENGINE = engine("on");
    private static final GraphQLEngine PRODUCTION = engine("");

    @Test
    void answersWhatNeedsNoOperation() {
        JsonObject answer = execute("{ __typename }");

        assertThat(answer.containsKey("errors")).isFalse();
        assertThat(answer.getJsonObject("data").getString("__typename")).isEqualTo("Query");
    }

    @Test
    void introspectionOfAllTypesIsWithinTheLimits() {
        JsonObject answer = execute(
                "{ __schema { queryType { name } mutationType { name } types { kind name description fields(includeDeprecated:"
                        + " true) { name description args { name type { name ofType { name ofType { name } } } } type {"
                        + " kind name ofType { kind name ofType { kind name ofType { kind name } } } } } inputFields {"
                        + " name } enumValues { name } } } }");

        assertThat(answer.containsKey("errors")).isFalse();
    }

    @Test
    void productionDoesNotShowTheSchema() {
        for (String query : List.of(
                "{ __schema { types { name } } }",
                "{ __type(name: \"User\") { name } }",
                "{ ...f } fragment f on Query { __schema { types { name } } }")) {
            JsonObject answer = PRODUCTION.execute(request(query), rootFields -> {});

            assertRefused(onlyError(answer), ErrorCode.FORBIDDEN);
            assertThat(answer.getOrDefault("data", JsonValue.NULL)).isEqualTo(JsonValue.NULL);
        }
    }

    @Test
    void nothingIsSuggestedForAMisspelling() {
        JsonObject error = onlyError(PRODUCTION.execute(request("{ tokenomic { version } }"), rootFields -> {}));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.getString("message")).doesNotContain("tokenomics").doesNotContainIgnoringCase("did you mean");
    }

    @Test
    void malformedQueryIsBadInputWithItsPlace() {
        JsonObject error = onlyError(execute("{ me {\n id"));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.getString("message")).startsWith("The query is not valid GraphQL: line 2, column ");
    }

    @Test
    void unknownFieldIsBadInput() {
        JsonObject error = onlyError(execute("{ me { shoeSize } }"));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.getString("message")).contains("shoeSize");
    }

    @Test
    void wrongTypeIsBadInputAndNotRepeated() {
        JsonObject error = onlyError(execute("mutation { logIn(email: \"a\", password: 31415926) { accessToken } }"));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.toString()).doesNotContain("31415926");
    }

    @Test
    void badInputNamesTheArgument() {
        assertThat(field("mutation { logIn(email: \"a\", password: 31415926) { accessToken } }"))
                .isEqualTo("password");
        assertThat(field("mutation { register(input: {email: 1, userName: \"a\", password: \"b\"}) { id } }"))
                .isEqualTo("input.email");
    }

    @Test
    void wrongTypeOfVariableIsBadInputAndNotRepeated() {
        GraphQLRequest request = parsed("""
                {"query": "mutation($p: String!) { logIn(email: \\"a\\", password: $p) { accessToken } }",
                 "variables": {"p": {"hidden": "hunter2"}}}
                """);

        JsonObject error = onlyError(ENGINE.execute(request, rootFields -> {}));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.toString()).doesNotContain("hunter2");
    }

    @Test
    void numberBeyondAnIntIsBadInput() {
        assertRefused(
                onlyError(execute("{ posts(first: 99999999999999999999) { edges { cursor } } }")), ErrorCode.BAD_INPUT);
    }

    @Test
    void shortNumberOfAHundredMillionDigitsIsRefusedAtOnce() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertRefused(
                    onlyError(execute("{ posts(first: 1E+99999999) { edges { cursor } } }")), ErrorCode.BAD_INPUT);
            assertRefused(
                    onlyError(execute("{ posts(first: -1E-99999999) { edges { cursor } } }")), ErrorCode.BAD_INPUT);
        });
    }

    @Test
    void variableBeyondAnIntIsBadInput() {
        GraphQLRequest request = parsed("""
                {"query": "query($n: Int) { posts(first: $n) { edges { cursor } } }", "variables": {"n": 4294967306}}
                """);

        assertRefused(onlyError(ENGINE.execute(request, rootFields -> {})), ErrorCode.BAD_INPUT);
    }

    @Test
    void textThatIsNoDayIsBadInput() {
        assertRefused(onlyError(execute("{ rewardDay(day: \"yesterday\") { state } }")), ErrorCode.BAD_INPUT);
        assertRefused(onlyError(execute("{ rewardDay(day: \"2026-02-30\") { state } }")), ErrorCode.BAD_INPUT);
    }

    @Test
    void deepQueryIsTooLarge() {
        String deep = "{ __schema { types " + "{ fields { type ".repeat(8) + "{ name }" + " } }".repeat(8) + " } }";

        assertRefused(onlyError(execute(deep)), ErrorCode.TOO_LARGE);
    }

    @Test
    void queryOfManyFieldsIsTooLarge() {
        String many =
                fields(LIMITS.fields() / 20, "id email verified userName ").repeat(5);

        assertTooLarge("{ me { " + many + " } }", "The query has more than 500 fields.");
    }

    @Test
    void queryOfManyAliasesIsTooLarge() {
        assertTooLarge(
                "{ me { " + fields(LIMITS.aliases() + 1, "a%d: id ") + " } }", "The query has more than 50 aliases.");
    }

    @Test
    void manyCallsInOneRequestAreTooLarge() {
        assertTooLarge(
                "mutation { " + fields(LIMITS.rootFields() + 1, "a%d: logOut(refreshToken: \"x\") ") + " }",
                "A request has at most 20 top-level fields.");
    }

    @Test
    void fragmentCountsWhereverItIsUsed() {
        assertTooLarge(
                "{ me { " + "...ten ".repeat(51) + " } } fragment ten on Me { " + "id ".repeat(10) + "}",
                "The query has more than 500 fields.");
    }

    @Test
    void fragmentsThatNameEachOtherTwiceAreRefusedAtOnce() {
        String doubling = IntStream.range(0, 60)
                .mapToObj(i -> "fragment f" + i + " on Me { ...f" + (i + 1) + " ...f" + (i + 1) + " }")
                .collect(Collectors.joining(" "));

        assertTooLarge(
                "{ me { ...f0 } } " + doubling + " fragment f60 on Me { id }", "The query has more than 500 fields.");
    }

    @Test
    void fragmentThatHoldsItselfIsBadInput() {
        JsonObject answer = execute("{ me { ...a } } fragment a on Me { id ...b } fragment b on Me { ...a }");

        assertRefused(answer.getJsonArray("errors").getJsonObject(0), ErrorCode.BAD_INPUT);
    }

    @Test
    void pagesWithinPagesAreTooLarge() {
        String pages = "query($n: Int) { rewardDays(first: $n) { edges { node { payouts(first: 100) { edges { node {"
                + " user { id } } } } } } } }";

        JsonObject error = onlyError(ENGINE.execute(
                parsed(Json.createObjectBuilder()
                        .add("query", pages)
                        .add("variables", Json.createObjectBuilder().add("n", 100))
                        .build()
                        .toString()),
                rootFields -> {}));

        assertRefused(error, ErrorCode.TOO_LARGE);
        assertThat(error.getString("message")).contains("complexity");
    }

    @Test
    void aPageOfNoGivenLengthCountsAsLongAsItIs() {
        String pages = "{ rewardDays(first: 100) { edges { node { payouts%s { edges { node { %s } } } } } } }";
        String fields = fields(40, "f%s: leftOutReason ");

        for (String length : List.of("", "(first: null)")) {
            JsonObject error = onlyError(execute(pages.formatted(length, fields)));

            assertRefused(error, ErrorCode.TOO_LARGE);
            assertThat(error.getString("message")).as(length).contains("complexity");
        }
    }

    @Test
    void queryOfManyTokensIsTooLargeBeforeItIsUnderstood() {
        assertTooLarge("{ me { " + "id ".repeat(LIMITS.tokens()) + " } }", "The query has too many parts.");
    }

    @Test
    void deepSelectionsEndBeforeTheStackDoes() {
        assertRefused(onlyError(execute("{ me ".repeat(2_500))), ErrorCode.TOO_LARGE);
    }

    @Test
    void guardSeesEveryCallAndItsRefusalIsTheAnswer() {
        List<String> seen = new ArrayList<>();

        JsonObject error = onlyError(ENGINE.execute(
                parsed("{\"query\": \"{ a: __typename ...f } fragment f on Query { __typename }\"}"), rootFields -> {
                    seen.addAll(rootFields);
                    throw new BusinessException(ErrorCode.CONFLICT, "not now");
                }));

        assertThat(seen).containsExactly("__typename", "__typename");
        assertRefused(error, ErrorCode.CONFLICT);
        assertThat(error.getString("message")).isEqualTo("not now");
    }

    @Test
    void operationWhoseTimeIsOverIsStopped() {
        OperationDeadline.begin(Duration.ZERO);
        try {
            JsonObject answer = execute("{ __typename }");

            assertRefused(onlyError(answer), ErrorCode.TIMED_OUT);
        } finally {
            OperationDeadline.end();
        }
        assertThat(execute("{ __typename }").containsKey("errors")).isFalse();
    }

    @Test
    void operationNameOfOneRequestIsNotInheritedByTheNext() {
        ENGINE.execute(
                new GraphQLRequest(Json.createObjectBuilder()
                        .add("query", "query First { __typename }")
                        .add("operationName", "First")
                        .build()),
                rootFields -> {});

        JsonObject answer = execute("query Second { __typename }");

        assertThat(answer.containsKey("errors")).isFalse();
    }

    private static String fields(int count, String field) {
        return IntStream.range(0, count).mapToObj(field::formatted).collect(Collectors.joining());
    }

    private static void assertTooLarge(String query, String message) {
        JsonObject error = onlyError(execute(query));

        assertRefused(error, ErrorCode.TOO_LARGE);
        assertThat(error.getString("message")).isEqualTo(message);
    }

    private static GraphQLRequest parsed(String body) {
        return GraphQLRequest.parse(body, LIMITS, TrustedDocuments.any());
    }

    private static GraphQLEngine engine(String introspection) {
        System.setProperty("peer.api.introspection", introspection);
        try {
            return new GraphQLEngine(Schemas.model(), new ErrorAnswers());
        } finally {
            System.clearProperty("peer.api.introspection");
        }
    }

    private static GraphQLRequest request(String query) {
        return new GraphQLRequest(Json.createObjectBuilder().add("query", query).build());
    }

    private static JsonObject execute(String query) {
        return ENGINE.execute(
                new GraphQLRequest(
                        Json.createObjectBuilder().add("query", query).build()),
                rootFields -> {});
    }

    private static JsonObject onlyError(JsonObject answer) {
        assertThat(answer.getJsonArray("errors")).hasSize(1);
        return answer.getJsonArray("errors").getJsonObject(0);
    }

    private static void assertRefused(JsonObject error, ErrorCode code) {
        assertThat(error.getJsonObject("extensions").getString("code")).isEqualTo(code.name());
        assertThat(error.getJsonObject("extensions").getBoolean("retryable")).isEqualTo(code.isRetryable());
    }

    private static String field(String query) {
        return onlyError(execute(query)).getJsonObject("extensions").getString("field");
    }
}
