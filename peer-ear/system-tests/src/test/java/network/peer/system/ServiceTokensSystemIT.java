package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import network.peer.system.RolesSystemIT.Opened;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation of {@code docs/roles.md}, called with a service token of every scope. */
class ServiceTokensSystemIT extends SystemTest {
    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void everyOperationIsInBothTables() {
        assertThat(RolesSystemIT.openedByScope().stream().map(Opened::operation))
                .containsExactlyInAnyOrderElementsOf(RolesSystemIT.CALLS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyOperationWithEveryScope() {
        RolesSystemIT.recordOneDay(api, people);
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String scope : RolesSystemIT.SCOPES) {
            String role = scope.substring(0, scope.indexOf('_'));
            tokens.put(scope, people.serviceToken(people.withRole(role), scope));
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Opened row : RolesSystemIT.openedByScope()) {
            tokens.forEach((scope, token) -> {
                boolean opened = row.scopes().contains(scope);
                tests.add(dynamicTest(
                        row.operation() + " with " + scope + (opened ? " is allowed" : " is refused"),
                        () -> call(row.operation(), token, opened)));
            });
        }
        return tests.stream();
    }

    private void call(String operation, String token, boolean opened) {
        Api.Answer answer = api.call(token, Objects.requireNonNull(RolesSystemIT.CALLS.get(operation), operation));

        if (opened) {
            assertThat(answer.code()).as(answer.body()).isNotIn(RolesSystemIT.CALLER_CODES);
        } else {
            assertThat(answer.code()).as(answer.body()).isEqualTo("FORBIDDEN");
        }
    }
}
