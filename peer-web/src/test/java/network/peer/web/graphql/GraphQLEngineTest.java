package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.peer.ErrorCode;
import org.junit.jupiter.api.Test;

/** The real schema without a server: what is refused before any operation is called. */
class GraphQLEngineTest {
    private static final GraphQLEngine ENGINE = new GraphQLEngine(Schemas.model(), new ErrorAnswers());

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
    void wrongTypeOfVariableIsBadInputAndNotRepeated() {
        GraphQLRequest request = GraphQLRequest.parse("""
                {"query": "mutation($p: String!) { logIn(email: \\"a\\", password: $p) { accessToken } }",
                 "variables": {"p": {"hidden": "hunter2"}}}
                """);

        JsonObject error = onlyError(ENGINE.execute(request));

        assertRefused(error, ErrorCode.BAD_INPUT);
        assertThat(error.toString()).doesNotContain("hunter2");
    }

    @Test
    void numberBeyondAnIntIsBadInput() {
        assertRefused(
                onlyError(execute("{ posts(first: 99999999999999999999) { edges { cursor } } }")), ErrorCode.BAD_INPUT);
    }

    @Test
    void variableBeyondAnIntIsBadInput() {
        GraphQLRequest request = GraphQLRequest.parse("""
                {"query": "query($n: Int) { posts(first: $n) { edges { cursor } } }", "variables": {"n": 4294967306}}
                """);

        assertRefused(onlyError(ENGINE.execute(request)), ErrorCode.BAD_INPUT);
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
        assertRefused(onlyError(execute(aliases(Limits.QUERY_FIELDS / 2 + 1))), ErrorCode.TOO_LARGE);
    }

    @Test
    void queryOfManyTokensIsTooLargeBeforeItIsUnderstood() {
        JsonObject error = onlyError(execute(aliases(Limits.QUERY_TOKENS / 6 + 1)));

        assertRefused(error, ErrorCode.TOO_LARGE);
        assertThat(error.getString("message")).isEqualTo("The query has too many parts.");
    }

    @Test
    void operationNameOfOneRequestIsNotInheritedByTheNext() {
        ENGINE.execute(new GraphQLRequest(Json.createObjectBuilder()
                .add("query", "query First { __typename }")
                .add("operationName", "First")
                .build()));

        JsonObject answer = execute("query Second { __typename }");

        assertThat(answer.containsKey("errors")).isFalse();
    }

    private static String aliases(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "a" + i + ": me { id }")
                .collect(Collectors.joining(" ", "{ ", " }"));
    }

    private static JsonObject execute(String query) {
        return ENGINE.execute(new GraphQLRequest(
                Json.createObjectBuilder().add("query", query).build()));
    }

    private static JsonObject onlyError(JsonObject answer) {
        assertThat(answer.getJsonArray("errors")).hasSize(1);
        return answer.getJsonArray("errors").getJsonObject(0);
    }

    private static void assertRefused(JsonObject error, ErrorCode code) {
        assertThat(error.getJsonObject("extensions").getString("code")).isEqualTo(code.name());
        assertThat(error.getJsonObject("extensions").getBoolean("retryable")).isEqualTo(code.isRetryable());
    }
}
