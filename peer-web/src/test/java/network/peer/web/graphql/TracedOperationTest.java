package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import network.peer.operations.RequestTraces;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.TrustedDocuments;
import org.junit.jupiter.api.Test;

/** What of a request gets into a trace: names of the schema and codes, nothing that a client made up. */
class TracedOperationTest {
    private static final GraphQLEngine ENGINE = new GraphQLEngine(Schemas.model(), new ErrorAnswers());

    private final List<String> told = new ArrayList<>();
    private boolean on = true;

    @Test
    void anOperationIsNamedByTheSchemaAndEnded() {
        execute("query Hunter2 { __typename }");
        execute("mutation { logIn(email: \"a\", password: 31415926) { accessToken } }");

        assertThat(told).containsExactly("begin query other", "end", "begin mutation logIn", "failed BAD_INPUT", "end");
    }

    @Test
    void ofSeveralOperationsTheOneThatIsAskedForIsNamed() {
        ENGINE.execute(
                GraphQLRequest.parse(
                        Json.createObjectBuilder()
                                .add("query", "query a { nonsense } query b { nonsense }")
                                .add("operationName", "b")
                                .build()
                                .toString(),
                        ApiLimits.configured(),
                        TrustedDocuments.any()),
                rootFields -> {},
                traces());

        assertThat(told).startsWith("begin query other", "failed BAD_INPUT");
    }

    @Test
    void whatIsNoGraphQlHasNoTrace() {
        execute("{ me {");

        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsNamedUnlessTracesAreWanted() {
        on = false;
        execute("{ __typename }");

        assertThat(told).isEmpty();
    }

    private void execute(String query) {
        ENGINE.execute(
                GraphQLRequest.parse(
                        Json.createObjectBuilder().add("query", query).build().toString(),
                        ApiLimits.configured(),
                        TrustedDocuments.any()),
                rootFields -> {},
                traces());
    }

    private RequestTraces traces() {
        return new RequestTraces() {
            @Override
            public boolean isOn() {
                return on;
            }

            @Override
            public Operation begin(String type, String field) {
                told.add("begin " + type + " " + field);
                return new Operation() {
                    @Override
                    public void failed(String errorCode) {
                        told.add("failed " + errorCode);
                    }

                    @Override
                    public void close() {
                        told.add("end");
                    }
                };
            }
        };
    }
}
