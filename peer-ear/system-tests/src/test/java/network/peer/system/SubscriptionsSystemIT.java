package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.peer.system.People.Person;
import org.junit.jupiter.api.Test;

/** Subscriptions as clients see them on the deployed application; the whole way of a payout is in the test of rewards. */
class SubscriptionsSystemIT extends SystemTest {
    /** Few enough to be opened before the first of them runs out of time. */
    static final int UNINITIALISED_PER_ADDRESS = 5;

    static final int OPENINGS_PER_MINUTE = 100;

    private static final String BALANCE =
            "subscription($after: String) { balance(after: $after) { cursor balance { total { baseUnits } } } }";
    private static final String SETTLEMENT = "subscription($after: String) { settlementProgress(after: $after)"
            + " { cursor overview { pauses { scope } } } }";
    static final String MOVEMENT = "subscription($id: ID!, $after: String) {"
            + " movementProgress(id: $id, after: $after) { cursor id settlement { state signature } } }";
    private static final String POST = "mutation { createPost(text: \"Over a socket\", idempotencyKey: \"s\") { id } }";
    private static final int CONNECTIONS_PER_USER = 10;
    private static final int MESSAGES_PER_MINUTE = 300;

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void connectionsEndWithTheCodesOfTheProtocol() {
        String token = people.accessToken(people.verified());

        try (SubscriptionClient client = SubscriptionClient.withoutSubprotocol(url())) {
            assertThat(client.closeCode()).isEqualTo(4406);
        }
        try (SubscriptionClient client = SubscriptionClient.open(url())) {
            client.sendText("hello");
            assertThat(client.closeCode()).isEqualTo(4400);
        }
        try (SubscriptionClient client = SubscriptionClient.open(url())) {
            client.subscribe("1", BALANCE, Map.of());
            assertThat(client.closeCode()).isEqualTo(4401);
        }
        try (SubscriptionClient client = SubscriptionClient.open(url())) {
            client.initialise("no token");
            assertThat(client.closeCode()).isEqualTo(4403);
        }
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), token)) {
            client.initialise(token);
            assertThat(client.closeCode()).isEqualTo(4429);
        }
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), token)) {
            client.subscribe("1", BALANCE, Map.of());
            client.update("1", "balance");
            client.subscribe("1", BALANCE, Map.of());
            assertThat(client.closeCode()).isEqualTo(4409);
        }
    }

    @Test
    void whatIsNoAllowedSubscriptionIsRefusedAlone() {
        Person person = people.verified();
        String token = people.accessToken(person);
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), token)) {
            client.subscribe("1", "{ me { id } }", Map.of());
            assertThat(client.errorCode("1")).isEqualTo("BAD_INPUT");
            client.subscribe("2", "subscription { balance { shoeSize } }", Map.of());
            assertThat(client.errorCode("2")).isEqualTo("BAD_INPUT");
            client.subscribe("3", BALANCE, Map.of("after", "not a cursor"));
            assertThat(client.errorCode("3")).isEqualTo("BAD_INPUT");
            client.subscribe("4", SETTLEMENT, Map.of());
            assertThat(client.errorCode("4")).isEqualTo("FORBIDDEN");
            client.subscribe(
                    "5",
                    "subscription { balance { cursor " + "balance { total { baseUnits } } ".repeat(200) + "} }",
                    Map.of());
            assertThat(client.errorCode("5")).isEqualTo("TOO_LARGE");
            client.send(Map.of(
                    "type", "subscribe", "id", "unnamed", "payload", Map.of("query", POST, "operationName", "")));
            assertThat(client.errorCode("unnamed")).isEqualTo("BAD_INPUT");
            assertThat(people.text("select count(*) from post where author_id = cast(? as uuid)", person.id()))
                    .isEqualTo("0");
            client.subscribe("7", MOVEMENT, Map.of("id", "none"));
            assertThat(client.errorCode("7")).isEqualTo("BAD_INPUT");
            client.subscribe("8", MOVEMENT, Map.of("id", "01900000-0000-7000-8000-000000000000"));
            assertThat(client.errorCode("8")).isEqualTo("NOT_FOUND");
            client.subscribe("6", BALANCE, Map.of());
            assertThat(client.update("6", "balance")
                            .path("balance")
                            .path("total")
                            .path("baseUnits")
                            .asText())
                    .isEqualTo("0");
        }
    }

    @Test
    void afterAReconnectNothingIsMissedAndNothingIsToldTwice() {
        String first = people.accessToken(people.withRole("OPERATOR"));
        String second = people.accessToken(people.withRole("OPERATOR"));
        String cursor;
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), first)) {
            client.subscribe("1", SETTLEMENT, Map.of());
            assertThat(isPaused(client.update("1", "settlementProgress"))).isFalse();

            pause(second, "pauseSettlement");
            cursor = awaitPause(client, true);
        }
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), first)) {
            client.subscribe("1", SETTLEMENT, Map.of("after", cursor));
            client.expectNothing();
        }
        pause(second, "resumeSettlement");
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), first)) {
            client.subscribe("1", SETTLEMENT, Map.of("after", cursor));
            assertThat(awaitPause(client, false)).isNotEqualTo(cursor);
        }
    }

    @Test
    void aSuspendedUserIsSentAwayThoughNothingIsNew() {
        String admin = people.accessToken(people.withRole("ADMIN"));
        Person person = people.verified();
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), people.accessToken(person))) {
            client.subscribe("1", BALANCE, Map.of());
            client.update("1", "balance");

            api.call(
                            admin,
                            "mutation($id: ID!) { suspendUser(userId: $id, reason: \"test\") { status } }",
                            Map.of("id", person.id()))
                    .expectOk();

            assertThat(client.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void whoLosesTheRoleIsToldNothingMore() {
        Person operator = people.withRole("OPERATOR");
        String other = people.accessToken(people.withRole("OPERATOR"));
        try (SubscriptionClient client = SubscriptionClient.acknowledged(url(), people.accessToken(operator))) {
            client.subscribe("1", SETTLEMENT, Map.of());
            client.update("1", "settlementProgress");

            people.takeRole(operator, "OPERATOR");
            pause(other, "pauseSettlement");

            assertThat(client.errorCode("1")).isEqualTo("FORBIDDEN");
        } finally {
            pause(other, "resumeSettlement");
        }
    }

    @Test
    void aUserHasSoManyConnectionsAndNoMore() {
        String token = people.accessToken(people.verified());
        List<SubscriptionClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS_PER_USER; i++) {
                clients.add(SubscriptionClient.acknowledged(url(), token));
            }
            try (SubscriptionClient oneMore = SubscriptionClient.open(url())) {
                oneMore.initialise(token);
                assertThat(oneMore.closeCode()).isEqualTo(4429);
            }
        } finally {
            clients.forEach(SubscriptionClient::close);
        }
    }

    @Test
    void anAddressHasSoManyConnectionsWithoutATokenAndOthersHaveTheirs() {
        String token = people.accessToken(people.verified());
        List<SubscriptionClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < UNINITIALISED_PER_ADDRESS; i++) {
                SubscriptionClient client = SubscriptionClient.open(url(), "198.51.100.21");
                clients.add(client);
                client.expectNothing();
            }
            try (SubscriptionClient oneMore = SubscriptionClient.open(url(), "198.51.100.21")) {
                assertThat(oneMore.closeCode()).isEqualTo(1013);
            }
            SubscriptionClient elsewhere = SubscriptionClient.open(url(), "198.51.100.22");
            clients.add(elsewhere);
            elsewhere.expectNothing();

            clients.get(0).initialise(token);
            assertThat(clients.get(0).next().path("type").asText()).isEqualTo("connection_ack");
            SubscriptionClient inItsPlace = SubscriptionClient.open(url(), "198.51.100.21");
            clients.add(inItsPlace);
            inItsPlace.expectNothing();
        } finally {
            clients.forEach(SubscriptionClient::close);
        }
    }

    @Test
    void whoOpensTooManyIsToldWhenToComeBackAndOthersAreNot() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 3 * OPENINGS_PER_MINUTE; i++) {
                        SubscriptionClient.open(url(), "198.51.100.23").close();
                    }
                })
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    HttpResponse<?> answer = refused.getResponse();
                    assertThat(answer.statusCode()).isEqualTo(429);
                    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
                });
        try (SubscriptionClient elsewhere = SubscriptionClient.open(url(), "198.51.100.24")) {
            elsewhere.expectNothing();
        }
    }

    @Test
    void whoSaysTooMuchIsSentAwayWhateverItSays() {
        try (SubscriptionClient client =
                SubscriptionClient.acknowledged(url(), people.accessToken(people.verified()))) {
            // One after the other, so that none waits: of those only few are borne.
            String answer = "pong";
            for (int said = 0; said < 3 * MESSAGES_PER_MINUTE && answer.equals("pong"); said++) {
                client.send(Map.of("type", "ping"));
                answer = client.next().path("type").asText();
            }

            assertThat(client.closeCode()).isEqualTo(4429);
        }
    }

    private static URI url() {
        return stack().url();
    }

    /** Nothing is withdrawn here, so nothing waits for it. */
    private void pause(String operator, String mutation) {
        api.call(
                        operator,
                        "mutation { " + mutation
                                + "(scope: \"KIND:WITHDRAWAL\", reason: \"test\") { pauses { scope } } }")
                .expectOk();
    }

    private static boolean isPaused(JsonNode update) {
        return update.path("overview").path("pauses").findValuesAsText("scope").contains("KIND:WITHDRAWAL");
    }

    /** Other things may change, too. */
    private static String awaitPause(SubscriptionClient client, boolean paused) {
        JsonNode update = client.update("1", "settlementProgress");
        while (isPaused(update) != paused) {
            update = client.update("1", "settlementProgress");
        }
        return update.path("cursor").asText();
    }
}
