package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.web.protection.ApiLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQLRequestTest {
    private static final ApiLimits LIMITS = ApiLimits.configured();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{nope",
                "[]",
                "[{\"query\": \"{me{id}}\"}]",
                "null",
                "1e999999999",
                "{}",
                "{\"query\": 1}",
                "{\"query\": \"  \"}",
                "{\"query\": \"{a}\", \"variables\": []}",
                "{\"query\": \"{a}\", \"operationName\": {}}"
            })
    void whatIsNoRequestIsBadInput(String body) {
        assertRefused(body, ErrorCode.BAD_INPUT);
    }

    @Test
    void deepNestingIsBadInput() {
        assertRefused("[".repeat(100_000), ErrorCode.BAD_INPUT);
    }

    @Test
    void longQueryIsTooLarge() {
        assertRefused("{\"query\": \"" + "x".repeat(LIMITS.queryCharacters() + 1) + "\"}", ErrorCode.TOO_LARGE);
    }

    @Test
    void keepsWhatGraphQLNeedsAndDropsTheRest() {
        GraphQLRequest request = GraphQLRequest.parse(
                "{\"query\": \"{a}\", \"operationName\": null, \"variables\": {\"v\": 1}, \"extensions\": {\"x\": 1}}",
                LIMITS);

        assertThat(request.json().keySet()).containsExactlyInAnyOrder("query", "variables");
        assertThat(request.query()).isEqualTo("{a}");
    }

    @Test
    void contentsAreNotShownByToString() {
        assertThat(GraphQLRequest.parse("{\"query\": \"{secret}\"}", LIMITS).toString())
                .doesNotContain("secret");
    }

    private static void assertRefused(String body, ErrorCode code) {
        assertThatThrownBy(() -> GraphQLRequest.parse(body, LIMITS))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }
}
