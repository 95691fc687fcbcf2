package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import network.peer.system.People.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The economy as a client sees it: a day is paid and explained, what was paid is sent and burned, content is hidden. */
class EconomySystemIT extends SystemTest {
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(60);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());
    private final PastGems gems = new PastGems(people, day);

    @Test
    void aPayoutIsExplainedAndSpent() throws Exception {
        Person alice = people.verified();
        Person bob = people.verified();
        Person farmer = people.verified();
        String operator = people.accessToken(people.withRole("OPERATOR"));
        String alicesToken = people.accessToken(alice);
        String bobsToken = people.accessToken(bob);
        String action = gems.give(alice, bob);
        gems.give(farmer, bob);

        JsonNode excluded = ok(
                operator,
                "mutation($day: Date!, $user: ID!) { it: excludeFromRewardDay(day: $day, userId: $user,"
                        + " reason: \"farms gems\") { day userId reason } }",
                Map.of("day", day.toString(), "user", farmer.id()));
        assertThat(excluded.path("userId").asText()).isEqualTo(farmer.id());
        ok(
                operator,
                "mutation($day: Date!) { it: startDailyRewards(day: $day) { id } }",
                Map.of("day", day.toString()));
        String explain = "query($day: Date!) { it: rewardExplanation(day: $day) { floorShare { display }"
                + " remainderBaseUnits exclusionReason day { state gems { hundredths } } share { amount { display }"
                + " leftOutReason ledgerTransactionId settlement { state signature } }"
                + " gemEvents { edges { node { actionId kind gems { hundredths } withheld { hundredths } } } } } }";
        JsonNode explanation = await(
                () -> api.call(alicesToken, explain, Map.of("day", day.toString()))
                        .data("it"),
                it -> it.path("share").path("settlement").path("state").asText().equals("FINALIZED"));

        assertThat(explanation.path("share").path("amount").path("display").asText())
                .isEqualTo("5000.000000000");
        assertThat(explanation.path("floorShare").path("display").asText()).isEqualTo("5000.000000000");
        assertThat(explanation
                        .path("share")
                        .path("settlement")
                        .path("signature")
                        .asText())
                .hasSizeGreaterThan(80);
        JsonNode event = explanation.path("gemEvents").path("edges").path(0).path("node");
        assertThat(event.path("actionId").asText()).isEqualTo(action);
        assertThat(event.path("gems").path("hundredths").asText()).isEqualTo("500");
        String mint = explanation.path("share").path("ledgerTransactionId").asText();
        assertThat(ok(people.accessToken(farmer), explain, Map.of("day", day.toString()))
                        .path("exclusionReason")
                        .asText())
                .isEqualTo("farms gems");
        assertThat(api.call(
                                bobsToken,
                                "query($day: Date!, $user: ID!) { rewardExplanation(day: $day, userId: $user)"
                                        + " { remainderBaseUnits } }",
                                Map.of("day", day.toString(), "user", alice.id()))
                        .code())
                .isEqualTo("FORBIDDEN");

        assertThat(ok(alicesToken, "{ it: transferQuote(amount: \"160\") { gross { display } } }", Map.of())
                        .path("gross")
                        .path("display")
                        .asText())
                .isEqualTo("164.800000000");
        String send = "mutation($to: ID!, $amount: String!, $message: String) { it: transferTokens(recipientId: $to,"
                + " amount: $amount, message: $message, idempotencyKey: \"first\") { id replayed message"
                + " gross { display } fees { company { display } burn { display } } } }";
        Map<String, String> input = Map.of("to", bob.id(), "amount", "160", "message", "Thanks, Bob");
        JsonNode sent = ok(alicesToken, send, input);
        JsonNode again = ok(alicesToken, send, input);
        assertThat(sent.path("replayed").asBoolean()).isFalse();
        assertThat(again.path("replayed").asBoolean()).isTrue();
        assertThat(again.path("id")).isEqualTo(sent.path("id"));
        assertThat(sent.path("gross").path("display").asText()).isEqualTo("164.800000000");
        isFollowed(sent.path("id").asText(), alicesToken, bobsToken, people.accessToken(farmer));
        assertThat(code(alicesToken, send, Map.of("to", bob.id(), "amount", "161")))
                .isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(code(alicesToken, send, Map.of("to", bob.id(), "amount", "0.0000000001")))
                .isEqualTo("BAD_INPUT");
        assertThat(code(bobsToken, send, Map.of("to", bob.id(), "amount", "1"))).isEqualTo("TRANSFER_TO_SELF");
        assertThat(code(bobsToken, send, Map.of("to", alice.id(), "amount", "1", "message", "see evil.example")))
                .isEqualTo("MESSAGE_NOT_ALLOWED");
        assertThat(code(bobsToken, send, Map.of("to", farmer.id(), "amount", "1000")))
                .isEqualTo("INSUFFICIENT_BALANCE");
        ok(alicesToken, "mutation { it: burnTokens(amount: \"35.2\", idempotencyKey: \"b\") { id } }", Map.of());

        String history =
                "query($from: DateTime, $until: DateTime) { me { balance { available { display } settledOnChain"
                        + " { display } } history(kinds: [TRANSFER, MINT], direction: %s, from: $from, until: $until) { edges"
                        + " { node { id message net { display } settlement { state } } } } } }";
        Map<String, String> recently = Map.of(
                "from",
                        Instant.now()
                                .minus(1, ChronoUnit.HOURS)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString(),
                "until",
                        Instant.now()
                                .plus(1, ChronoUnit.HOURS)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        JsonNode alicesOut =
                api.call(alicesToken, history.formatted("OUT"), recently).data("me");
        JsonNode alicesIn =
                api.call(alicesToken, history.formatted("IN"), recently).data("me");
        JsonNode bobsIn = api.call(bobsToken, history.formatted("IN"), recently).data("me");
        assertThat(alicesOut.path("history").path("edges")).hasSize(1);
        assertThat(node(alicesOut).path("message").asText()).isEqualTo("Thanks, Bob");
        assertThat(node(alicesIn).path("id").asText()).isEqualTo(mint);
        assertThat(node(bobsIn).path("message").asText()).isEqualTo("Thanks, Bob");
        assertThat(alicesOut.path("balance").path("available").path("display").asText())
                .isEqualTo("4800.000000000");
        await(() -> api.call(alicesToken, history.formatted("OUT"), recently).data("me"), me -> me.path("balance")
                .path("settledOnChain")
                .path("display")
                .asText()
                .equals("4800.000000000"));
    }

    @Test
    void anAdminSchedulesFiguresAndAModeratorHidesContent() {
        Person author = people.verified();
        String reader = people.accessToken(people.verified());
        String moderator = people.accessToken(people.withRole("MODERATOR"));
        String admin = people.accessToken(people.withRole("ADMIN"));
        String authorsToken = people.accessToken(author);
        String post = ok(
                        authorsToken,
                        "mutation { it: createPost(text: \"A post\", idempotencyKey: \"p\") { postId } }",
                        Map.of())
                .path("postId")
                .asText();
        Map<String, String> onPost = Map.of("post", post);
        String like = "mutation($post: ID!) { it: likePost(postId: $post, idempotencyKey: \"l\") { id } }";
        ok(reader, like, onPost);
        assertThat(ok(
                                authorsToken,
                                "{ it: me { rewardEstimate { gems { hundredths } amount { baseUnits } } } }",
                                Map.of())
                        .path("rewardEstimate")
                        .path("gems")
                        .path("hundredths")
                        .asText())
                .isEqualTo("500");
        ok(moderator, "mutation($post: ID!) { it: hidePost(postId: $post, reason: \"spam\") { id reason } }", onPost);
        assertThat(code(
                        reader,
                        "mutation($post: ID!) { it: viewPost(postId: $post, idempotencyKey: \"v\") { id } }",
                        onPost))
                .isEqualTo("CONTENT_UNAVAILABLE");

        String midnight = LocalDate.now(ZoneOffset.UTC).plusDays(80) + "T00:00:00Z";
        JsonNode next = ok(
                admin,
                "mutation($from: DateTime!) { it: scheduleTokenomics(validFrom: $from, reason: \"a test\", change:"
                        + " { dailyPool: \"4000\", actions: [{ kind: LIKE, price: \"4.5\", gemsHundredths: 600 }],"
                        + " burnBasisPoints: 150, limits: { mostGemsHundredthsByPair: 700 } }) { version validFrom"
                        + " dailyPool { display } limits { mostGemsByPair { hundredths } mostGemsByActor { hundredths } } } }",
                Map.of("from", midnight));
        assertThat(next.path("dailyPool").path("display").asText()).isEqualTo("4000.000000000");
        assertThat(next.path("limits").path("mostGemsByPair").path("hundredths").asText())
                .isEqualTo("700");
        assertThat(next.path("limits").path("mostGemsByActor").isNull()).isTrue();
        assertThat(ok(admin, "{ it: tokenomicsVersions(first: 1) { edges { node { version } } } }", Map.of())
                        .path("edges")
                        .path(0)
                        .path("node")
                        .path("version"))
                .isEqualTo(next.path("version"));
        assertThat(ok(null, "{ it: tokenomics { version } }", Map.of())
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    private static JsonNode node(JsonNode me) {
        return me.path("history").path("edges").path(0).path("node");
    }

    private String code(String token, String operation, Map<String, ?> variables) {
        return api.call(token, operation, variables).code();
    }

    /** By both ends until it is final, by nobody else. */
    private void isFollowed(String movement, String sender, String recipient, String stranger) {
        for (String end : List.of(sender, recipient)) {
            try (SubscriptionClient client = SubscriptionClient.acknowledged(stack().url(), end)) {
                client.subscribe("1", SubscriptionsSystemIT.MOVEMENT, Map.of("id", movement));
                JsonNode update;
                do {
                    update = client.update("1", "movementProgress");
                    assertThat(update.path("id").asText()).isEqualTo(movement);
                } while (!update.path("settlement").path("state").asText().equals("FINALIZED"));
                assertThat(update.path("settlement").path("signature").asText()).hasSizeGreaterThan(80);
            }
        }
        try (SubscriptionClient client = SubscriptionClient.acknowledged(stack().url(), stranger)) {
            client.subscribe("1", SubscriptionsSystemIT.MOVEMENT, Map.of("id", movement));
            assertThat(client.errorCode("1")).isEqualTo("NOT_FOUND");
        }
    }

    private JsonNode ok(@Nullable String token, String operation, Map<String, ?> variables) {
        Api.Answer answer = api.call(token, operation, variables);
        assertThat(answer.code()).as(answer.body()).isEqualTo("OK");
        return answer.data("it");
    }

    private interface Condition {
        boolean holds(JsonNode node);
    }

    private static JsonNode await(Supplier<JsonNode> asked, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode answer = asked.get();
            if (condition.holds(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + answer);
            }
            Thread.sleep(200);
        }
    }
}
