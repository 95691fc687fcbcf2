package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.TrustedDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQLRequestTest {
    private static final ApiLimits LIMITS = ApiLimits.configured();

    @TempDir
    private Path folder = Path.of("");

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
                "{\"query\": \"{a}\", \"operationName\": {}}",
                "{\"query\": \"{a}\", \"variables\": {\"n\": 1E+99999999}}",
                "{\"query\": \"{a}\", \"variables\": {\"n\": [{\"m\": -1E-99999999}]}}"
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
                LIMITS,
                TrustedDocuments.any());

        assertThat(request.json().keySet()).containsExactlyInAnyOrder("query", "variables");
        assertThat(request.query()).isEqualTo("{a}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\t"})
    void aBlankOperationNameIsNone(String blank) {
        GraphQLRequest request = GraphQLRequest.parse(
                "{\"query\": \"{a}\", \"operationName\": \"" + blank + "\"}", LIMITS, TrustedDocuments.any());

        assertThat(request.operationName()).isNull();
    }

    @Test
    void aRegisteredDocumentIsNamedByItsIdInEitherWay() throws IOException {
        Path manifest = Files.writeString(folder.resolve("documents.json"), "{\"d1\": \"{a}\"}");
        System.setProperty("peer.api.documents", manifest.toString());
        try {
            TrustedDocuments documents = TrustedDocuments.configured();

            assertThat(GraphQLRequest.parse("{\"documentId\": \"d1\", \"variables\": {}}", LIMITS, documents)
                            .query())
                    .isEqualTo("{a}");
            assertThat(GraphQLRequest.parse(
                                    "{\"extensions\": {\"persistedQuery\": {\"version\": 1, \"sha256Hash\": \"d1\"}}}",
                                    LIMITS,
                                    documents)
                            .query())
                    .isEqualTo("{a}");
        } finally {
            System.clearProperty("peer.api.documents");
        }
    }

    @Test
    void contentsAreNotShownByToString() {
        assertThat(GraphQLRequest.parse("{\"query\": \"{secret}\"}", LIMITS, TrustedDocuments.any())
                        .toString())
                .doesNotContain("secret");
    }

    private static void assertRefused(String body, ErrorCode code) {
        assertThatThrownBy(() -> GraphQLRequest.parse(body, LIMITS, TrustedDocuments.any()))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }
}
