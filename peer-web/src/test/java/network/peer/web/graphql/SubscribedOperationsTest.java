package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.operations.RequestTraces;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.TrustedDocuments;
import network.peer.web.subscriptions.Operations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a socket may ask for: the guard, which is the last before an operation is called, lets nothing through. */
class SubscribedOperationsTest {
    private static final ErrorAnswers ANSWERS = new ErrorAnswers();
    private static final GraphQLEngine ENGINE = new GraphQLEngine(Schemas.model(), ANSWERS);
    private static final String SUBSCRIPTION = "subscription { balance { cursor } }";

    private final List<String> called = new ArrayList<>();
    private final SubscribedOperations operations = new SubscribedOperations(
            ENGINE,
            ANSWERS,
            ApiLimits.configured(),
            TrustedDocuments.any(),
            rootFields -> {
                called.addAll(rootFields);
                throw new BusinessException(ErrorCode.CONFLICT, "called");
            },
            new NoTraces());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ me { id } }",
                "mutation { logOut(refreshToken: \"x\") }",
                "mutation A { logOut(refreshToken: \"x\") } subscription B { balance { cursor } }",
                "subscription A { balance { cursor } } mutation B { logOut(refreshToken: \"x\") }"
            })
    void onlyASubscriptionIsRunWhateverNameIsAskedFor(String query) {
        for (String name : new String[] {"", " ", "\t\n", "C", "__proto__"}) {
            assertThat(code(query, name)).as(name).isEqualTo("BAD_INPUT");
        }
        assertThat(called).isEmpty();
    }

    @Test
    void aMutationBesideASubscriptionIsNoSubscription() {
        String both = "mutation A { logOut(refreshToken: \"x\") } subscription B { balance { cursor } }";

        assertThat(code(both, "A")).isEqualTo("BAD_INPUT");
        assertThat(called).isEmpty();
        assertThat(code(both, "B")).isEqualTo("CONFLICT");
        assertThat(called).containsExactly("balance");
    }

    @Test
    void aBlankNameIsNoName() {
        assertThat(code(SUBSCRIPTION, "")).isEqualTo("CONFLICT");

        assertThat(called).containsExactly("balance");
    }

    @Test
    void whatIsNoGraphQlIsToldItsPlace() {
        JsonObject error = error("subscription { balance {\n cursor", "");

        assertThat(error.getString("message")).startsWith("The query is not valid GraphQL: line 2, column ");
    }

    private String code(String query, String operationName) {
        return error(query, operationName).getJsonObject("extensions").getString("code");
    }

    private JsonObject error(String query, String operationName) {
        Operations.Result result = operations.next(Json.createObjectBuilder()
                .add("query", query)
                .add("operationName", operationName)
                .build());
        return Objects.requireNonNull(result.errors(), "it was run").getJsonObject(0);
    }

    private static final class NoTraces implements RequestTraces {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Operation begin(String type, String field) {
            throw new IllegalStateException("nobody wants traces");
        }
    }
}
