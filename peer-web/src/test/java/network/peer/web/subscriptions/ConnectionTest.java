package network.peer.web.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol, message by message: what is answered, with which code a connection ends, and what is told when. */
class ConnectionTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
    private static final String SUBSCRIBE =
            "{\"type\":\"subscribe\",\"id\":\"%s\",\"payload\":{\"query\":\"subscription { balance { cursor } }\"}}";

    private final List<String> sent = new ArrayList<>();
    private final Map<String, String> states = new HashMap<>(Map.of("balance", "7"));
    private final Feed<String, String> feed = new Feed<>() {
        @Override
        public Map<String, String> read(Collection<String> keys) {
            reads++;
            return states;
        }
    };
    private int reads;
    private Instant now = START;
    private boolean admitted = true;
    private int allowance = 1000;
    private @Nullable ErrorCode refusal;
    private @Nullable ErrorCode failedPart;
    private long retryAfterSeconds;
    private int looks;
    private @Nullable String known;

    private final Connection connection = new Connection(
            new Recorder(),
            new Application(),
            new SubscriptionLimits(Duration.ofSeconds(1), 100, 50, 3, 2),
            new TestClock(),
            (one, entry) -> admitted,
            () -> allowance-- > 0);

    @Test
    void isAcknowledgedOnce() {
        initialise();
        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}");

        connection.received("{\"type\":\"connection_init\",\"payload\":{\"accessToken\":\"good\"}}");

        assertThat(sent).last().isEqualTo("close 4429 Too many initialisation requests");
    }

    @Test
    void takesTheTokenAsAHeaderHasIt() {
        connection.received("{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer good\"}}");

        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}");
    }

    @Test
    void whoeverIsNobodyIsForbidden() {
        connection.received("{\"type\":\"connection_init\",\"payload\":{\"accessToken\":\"bad\"}}");

        assertThat(sent).containsExactly("close 4403 UNAUTHENTICATED");
    }

    @Test
    void withoutATokenItIsForbidden() {
        connection.received("{\"type\":\"connection_init\"}");

        assertThat(sent).containsExactly("close 4403 connection_init needs payload.accessToken");
    }

    @Test
    void tooManyConnectionsOfAUserAreRefused() {
        admitted = false;
        initialise();

        assertThat(sent).containsExactly("close 4429 Too many connections");
    }

    @Test
    void subscribingBeforeTheAcknowledgementIsUnauthorized() {
        subscribe("1");

        assertThat(sent).containsExactly("close 4401 Unauthorized");
    }

    @Test
    void whatIsNoMessageIsABadRequest() {
        for (String text : List.of(
                "",
                "hello",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"start\"}",
                "{\"type\":\"ping\",\"payload\":1}",
                "{\"type\":\"complete\"}")) {
            Connection one = new Connection(
                    new Recorder(),
                    new Application(),
                    new SubscriptionLimits(Duration.ofSeconds(1), 100, 50, 3, 2),
                    new TestClock(),
                    (c, entry) -> true,
                    () -> true);
            one.received(text);
            assertThat(sent).as(text).last().isEqualTo("close 4400 Invalid message");
        }
        initialise();
        connection.received("{\"type\":\"subscribe\",\"id\":\"1\"}");
        assertThat(sent).last().isEqualTo("close 4400 Invalid message");
    }

    @Test
    void everyMessageTakesFromTheAllowanceGoodOrBad() {
        allowance = 4;
        initialise();
        connection.received("{\"type\":\"ping\"}");
        refusal = ErrorCode.BAD_INPUT;
        subscribe("1");
        connection.received("{\"type\":\"pong\"}");
        assertThat(sent).last().isEqualTo(error("1", ErrorCode.BAD_INPUT));

        connection.received("hello");

        assertThat(sent).last().isEqualTo("close 4429 Too many messages");
    }

    @Test
    void anIdIsTakenUntilItIsCompleted() {
        initialise();
        subscribe("1");
        connection.received("{\"type\":\"complete\",\"id\":\"1\"}");
        subscribe("1");
        assertThat(sent).hasSize(3).last().isEqualTo(next("1", "7"));

        subscribe("1");

        assertThat(sent).last().isEqualTo("close 4409 Subscriber for this id already exists");
    }

    @Test
    void tooManySubscriptionsAreRefusedOneByOne() {
        initialise();
        subscribe("1");
        subscribe("2");
        subscribe("3");

        assertThat(sent).last().isEqualTo(error("3", ErrorCode.TOO_MANY_SUBSCRIPTIONS));
        connection.received("{\"type\":\"complete\",\"id\":\"1\"}");
        subscribe("3");
        assertThat(sent).last().isEqualTo(next("3", "7"));
    }

    @Test
    void aRefusedOperationEndsItsSubscriptionAlone() {
        initialise();
        subscribe("1");
        refusal = ErrorCode.BAD_INPUT;
        subscribe("2");

        assertThat(sent).last().isEqualTo(error("2", ErrorCode.BAD_INPUT));
        assertThat(connection.subscribers()).extracting(Subscriber::id).containsExactly("1");
    }

    @Test
    void aStateIsToldOnceAndEveryNewOneIsTold() {
        initialise();
        subscribe("1");
        assertThat(changed()).isEmpty();

        states.put("balance", "8");
        look();
        look();

        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}", next("1", "7"), next("1", "8"));
        assertThat(changed()).isEmpty();
    }

    @Test
    void oneReadIsForAllSubscribers() {
        initialise();
        subscribe("1");
        subscribe("2");
        reads = 0;
        states.put("balance", "8");

        assertThat(changed()).hasSize(2);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatTheClientKnowsIsNotToldAgain() {
        known = Version.of("7");
        initialise();
        subscribe("1");
        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}");

        states.put("balance", "8");
        look();

        assertThat(sent).last().isEqualTo(next("1", "8"));
    }

    @Test
    void whoIsNobodyAnyMoreIsSentAwayAtTheNextUpdate() {
        initialise();
        subscribe("1");
        refusal = ErrorCode.UNAUTHENTICATED;
        look();

        assertThat(sent).last().isEqualTo("close 4403 UNAUTHENTICATED");
        assertThat(connection.subscribers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"RATE_LIMITED", "TIMED_OUT", "UNAVAILABLE"})
    void anUpdateThatCannotBeToldNowIsToldLater(ErrorCode passing) {
        initialise();
        subscribe("1");
        states.put("balance", "8");
        refusal = passing;
        look();
        refusal = null;
        look();
        assertThat(sent).as("it rests").hasSize(2);

        now = now.plusSeconds(1);
        assertThat(changed()).hasSize(1);
        look();

        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}", next("1", "7"), next("1", "8"));
    }

    @Test
    void anUpdateHalfOfWhichFailedForTheMomentIsToldLater() {
        initialise();
        subscribe("1");
        states.put("balance", "8");
        failedPart = ErrorCode.TIMED_OUT;
        look();
        assertThat(sent).last().isEqualTo(next("1", "7"));

        failedPart = null;
        now = now.plusSeconds(1);
        look();

        assertThat(sent).last().isEqualTo(next("1", "8"));
    }

    @Test
    void anUpdateIsTriedAsSoonAsItWasSaidToWork() {
        initialise();
        subscribe("1");
        states.put("balance", "8");
        refusal = ErrorCode.RATE_LIMITED;
        retryAfterSeconds = 7;
        look();
        refusal = null;
        now = now.plusSeconds(7).minusMillis(1);
        look();
        assertThat(sent).last().isEqualTo(next("1", "7"));

        now = now.plusMillis(1);
        look();

        assertThat(sent).last().isEqualTo(next("1", "8"));
    }

    @Test
    void whatKeepsFailingIsTriedLessAndLessAndAnewAfterASuccess() {
        initialise();
        subscribe("1");
        refusal = ErrorCode.UNAVAILABLE;
        looks = 0;
        for (Instant end = now.plus(Duration.ofMinutes(10)); now.isBefore(end); now = now.plusSeconds(1)) {
            look();
        }
        assertThat(looks).isBetween(10, 20);

        refusal = null;
        states.put("balance", "8");
        now = now.plusSeconds(64);
        look();
        assertThat(sent).last().isEqualTo(next("1", "8"));
        refusal = ErrorCode.UNAVAILABLE;
        look();
        refusal = null;
        states.put("balance", "9");
        now = now.plusSeconds(1);
        look();
        assertThat(sent).last().isEqualTo(next("1", "9"));
    }

    @Test
    void aFirstLookThatCannotBeTakenNowIsRefused() {
        initialise();
        refusal = ErrorCode.RATE_LIMITED;
        subscribe("1");

        assertThat(sent).last().isEqualTo(error("1", ErrorCode.RATE_LIMITED));
        assertThat(connection.subscribers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"FORBIDDEN", "BAD_INPUT", "INTERNAL"})
    void anUpdateThatFailsForGoodEndsTheSubscription(ErrorCode lasting) {
        initialise();
        subscribe("1");
        refusal = lasting;
        look();

        assertThat(sent).last().isEqualTo(error("1", lasting));
        assertThat(connection.subscribers()).isEmpty();
    }

    @Test
    void whoeverDoesNotInitialiseInTimeIsClosed() {
        now = START.plus(SubscriptionLimits.INITIALISATION);
        connection.timePassed();
        assertThat(sent).isEmpty();

        now = now.plusMillis(1);
        connection.timePassed();

        assertThat(sent).containsExactly("close 4408 Connection initialisation timeout");
    }

    @Test
    void endsWithItsToken() {
        initialise();
        sayPing(START.plus(TOKEN_LIFE).minusMillis(1));
        connection.timePassed();
        assertThat(sent).last().isEqualTo("{\"type\":\"pong\"}");

        now = START.plus(TOKEN_LIFE);
        connection.timePassed();

        assertThat(sent).last().isEqualTo("close 4403 The access token has expired");
    }

    @Test
    void whoIsSilentIsAskedAndGivenUp() {
        initialise();
        now = START.plus(SubscriptionLimits.SILENCE).plusMillis(1);
        connection.timePassed();
        connection.timePassed();
        assertThat(sent).containsExactly("{\"type\":\"connection_ack\"}", "{\"type\":\"ping\"}");

        connection.received("{\"type\":\"pong\"}");
        now = now.plus(SubscriptionLimits.SILENCE).plusMillis(1);
        connection.timePassed();
        assertThat(sent).last().isEqualTo("{\"type\":\"ping\"}");

        now = now.plus(SubscriptionLimits.GIVEN_UP);
        connection.timePassed();

        assertThat(sent).last().isEqualTo("close 4499 Terminated");
    }

    @Test
    void nothingFollowsTheEnd() {
        initialise();
        connection.close(CloseCode.INTERNAL_ERROR);
        subscribe("1");
        connection.close(CloseCode.GOING_AWAY);
        connection.timePassed();

        assertThat(sent).last().isEqualTo("close 4500 Internal server error");
    }

    private void initialise() {
        connection.received("{\"type\":\"connection_init\",\"payload\":{\"accessToken\":\"good\"}}");
    }

    private void subscribe(String id) {
        connection.received(SUBSCRIBE.formatted(id));
    }

    private void sayPing(Instant at) {
        now = at;
        connection.received("{\"type\":\"ping\"}");
    }

    private void look() {
        List.copyOf(connection.subscribers()).forEach(connection::look);
    }

    private List<Subscriber> changed() {
        return FeedReader.changes(connection.subscribers());
    }

    private static String next(String id, String state) {
        return "{\"id\":\"" + id + "\",\"type\":\"next\",\"payload\":{\"data\":\"" + state + "\"}}";
    }

    private static String error(String id, ErrorCode code) {
        return "{\"id\":\"" + id + "\",\"type\":\"error\",\"payload\":[{\"extensions\":{\"code\":\"" + code
                + "\",\"retryable\":" + code.isRetryable() + "}}]}";
    }

    private final class Recorder implements Transport {
        @Override
        public void send(String message) {
            sent.add(message);
        }

        @Override
        public void close(CloseCode code, String reason) {
            sent.add("close " + code.number() + " " + reason);
        }

        @Override
        public boolean isBusy() {
            return false;
        }
    }

    /** An application with one subscription, whose state is a text. */
    private final class Application implements Requests {
        @Override
        public Entry enter(String token) {
            if (!token.equals("good")) {
                throw new BusinessException(ErrorCode.UNAUTHENTICATED, "");
            }
            return new Entry(UUID.randomUUID(), UUID.randomUUID(), START.plus(TOKEN_LIFE));
        }

        @Override
        public Look look(String token, JsonObject payload, @Nullable String version) {
            looks++;
            if (refusal != null) {
                return new Look(Operations.Result.refused(errors(new BusinessException(refusal, ""))), null);
            }
            String state = String.valueOf(feed.read(List.of("balance")).get("balance"));
            Watched<String> watched = new Watched<>(feed, "balance", Version.of(state));
            return new Look(
                    watched.version().equals(version == null ? known : version)
                            ? Operations.Result.nothingNew()
                            : Operations.Result.of(event(state)),
                    watched);
        }

        private JsonObject event(String state) {
            JsonObjectBuilder event = Json.createObjectBuilder().add("data", state);
            if (failedPart != null) {
                event.add("errors", errors(new BusinessException(failedPart, "")));
            }
            return event.build();
        }

        @Override
        public JsonArray errors(BusinessException refused) {
            JsonObjectBuilder extensions = Json.createObjectBuilder()
                    .add("code", refused.code().name())
                    .add("retryable", refused.code().isRetryable());
            if (retryAfterSeconds > 0) {
                extensions.add("retryAfterSeconds", retryAfterSeconds);
            }
            return Json.createArrayBuilder()
                    .add(Json.createObjectBuilder().add("extensions", extensions))
                    .build();
        }
    }

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
