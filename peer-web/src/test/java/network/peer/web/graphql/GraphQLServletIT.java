package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.peer.identity.Accounts;
import network.peer.operations.RequestTraces;
import network.peer.testing.TestDatabase;
import network.peer.web.access.Bearer;
import network.peer.web.access.Caller;
import network.peer.web.protection.RateLimits;
import network.peer.web.protection.Turnstile;
import network.peer.web.testing.HeldTimer;
import network.peer.web.testing.ServletCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The endpoint as a client meets it, with the settings of an installation; only who calls is made up. */
class GraphQLServletIT {
    private static final String SCHEMA = "{\"query\": \"{ __schema { types { name } } }\"}";
    private static final String ONE_CALL = "{\"query\": \"{ __typename }\"}";

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final UUID anna = UUID.randomUUID();
    private final UUID ben = UUID.randomUUID();
    private final Map<String, String> before = new HashMap<>();
    private final HeldTimer timer = new HeldTimer();

    /** Rates are counted there. */
    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void forgetTheSettings() {
        before.keySet().forEach(System::clearProperty);
    }

    @Test
    void productionDoesNotShowTheSchema() throws Exception {
        set("peer.mode", "production");

        ServletCall call = ServletCall.postJson(SCHEMA).to(servlet(null));

        assertThat(call.text()).contains("\"FORBIDDEN\"").doesNotContain("\"types\"", "SettlementStory");
    }

    @Test
    void developmentShowsTheSchema() throws Exception {
        set("peer.mode", "development");

        ServletCall call = ServletCall.postJson(SCHEMA).to(servlet(null));

        assertThat(call.status()).isEqualTo(200);
        assertThat(call.text()).contains("SettlementStory").doesNotContain("errors");
    }

    @Test
    void aUserWhoCallsMoreOftenThanOnceAMinuteIsToldWhenToComeBack() throws Exception {
        set("peer.rate-limit.user-per-minute", "1");
        HttpServlet servlet = servlet(anna);

        assertThat(ServletCall.postJson(ONE_CALL).to(servlet).text()).doesNotContain("errors");
        ServletCall second = ServletCall.postJson(ONE_CALL).to(servlet);

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.text()).contains("\"RATE_LIMITED\"", "\"retryable\":true", "\"retryAfterSeconds\":");
        assertThat(second.answered("Retry-After")).matches("[1-9][0-9]?");
    }

    @Test
    void everyCallOfARequestCounts() throws Exception {
        set("peer.rate-limit.user-per-minute", "3");
        HttpServlet servlet = servlet(anna);

        ServletCall.postJson("{\"query\": \"{ a: __typename b: __typename c: __typename }\"}")
                .to(servlet);

        assertThat(ServletCall.postJson(ONE_CALL).to(servlet).text()).contains("\"RATE_LIMITED\"");
    }

    @Test
    void whoLooksForOthersMoreOftenThanAllowedIsRefusedThatOnly() throws Exception {
        set("peer.rate-limit.look-up-per-minute", "2");
        HttpServlet servlet = servlet(anna);
        String twoLookUps =
                "{\"query\": \"{ a: userByName(userName: \\\"a\\\") { id } b: userByName(userName: \\\"b\\\") { id } }\"}";

        assertThat(ServletCall.postJson(twoLookUps).to(servlet).text()).doesNotContain("\"RATE_LIMITED\"");

        assertThat(ServletCall.postJson(twoLookUps).to(servlet).text()).contains("\"RATE_LIMITED\"");
        assertThat(ServletCall.postJson(ONE_CALL).to(servlet).text()).doesNotContain("errors");
    }

    @Test
    void nobodyPaysForAnother() throws Exception {
        set("peer.rate-limit.user-per-minute", "1");
        RateLimits limits = limits();

        ServletCall.postJson(ONE_CALL).to(servlet(anna, limits));

        assertThat(ServletCall.postJson(ONE_CALL).to(servlet(anna, limits)).text())
                .contains("\"RATE_LIMITED\"");
        assertThat(ServletCall.postJson(ONE_CALL).to(servlet(ben, limits)).text())
                .doesNotContain("errors");
    }

    @Test
    void anOperationThatGetsNoPlaceInTimeIsAskedToComeBack() throws Exception {
        set("peer.api.concurrent-operations", "1");
        set("peer.api.timeout-seconds", "1");
        HttpServlet servlet = servlet(null);
        Turnstile full = Turnstile.configured();
        give(servlet, "turnstile", full);

        ServletCall call = full.pass(() -> ServletCall.postJson(ONE_CALL).to(servlet));

        assertThat(call.status()).isEqualTo(503);
        assertThat(call.text()).contains("\"TIMED_OUT\"", "\"retryable\":true", "\"retryAfterSeconds\":");
        assertThat(call.answered("Retry-After")).matches("[1-9][0-9]?");
    }

    @Test
    void aDatabaseThatIsAwayWhenTheTokenIsLookedUpIsNoFaultOfOurs() throws Exception {
        HttpServlet servlet = servlet(null);
        give(servlet, "bearer", new Bearer() {
            @Override
            public void identify(@Nullable String authorization) {
                throw new IllegalStateException(new SQLException("the connection is closed", "08006"));
            }
        });

        ServletCall call = ServletCall.postJson(ONE_CALL).to(servlet);

        assertThat(call.status()).isEqualTo(503);
        assertThat(call.text()).contains("\"UNAVAILABLE\"", "\"errorId\":");
    }

    @Test
    void aBodyThatComesInPartsHoldsNoThreadMeanwhile() throws Exception {
        ServletCall call = ServletCall.postJson(ONE_CALL).having(5).to(servlet(anna));
        assertThat(call.text()).isEmpty();

        call.comes(10);
        assertThat(call.text()).isEmpty();
        call.comes(ONE_CALL.length() - 15);

        assertThat(call.status()).isEqualTo(200);
        assertThat(call.text()).contains("\"__typename\":\"Query\"");
        assertThat(call.completions()).isEqualTo(1);
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void aBodyOfUnknownLengthIsReadToItsEnd() throws Exception {
        ServletCall call = ServletCall.postJson(ONE_CALL).ofUnknownLength().to(servlet(anna));

        assertThat(call.status()).isEqualTo(200);
        assertThat(call.text()).contains("\"__typename\":\"Query\"");
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsRefused() throws Exception {
        set("peer.api.body-seconds", "7");
        ServletCall call = ServletCall.postJson(ONE_CALL).having(5).to(servlet(anna));
        assertThat(timer.delayMillis()).isEqualTo(7_000);
        assertThat(call.longestMillis()).isGreaterThan(7_000);

        timer.runs();
        call.timesOut();

        assertThat(call.status()).isEqualTo(408);
        assertThat(call.text()).contains("\"TIMED_OUT\"", "\"retryable\":true");
        String answer = call.text();
        call.comes(ONE_CALL.length() - 5);
        assertThat(call.text()).isEqualTo(answer);
        assertThat(call.completions()).as("or the server would read the rest").isZero();
    }

    @Test
    void aBodyWhoseSenderIsGoneIsNotAnswered() throws Exception {
        ServletCall call = ServletCall.postJson(ONE_CALL).having(5).to(servlet(anna));

        call.breaks();
        call.timesOut();

        assertThat(call.text()).isEmpty();
        assertThat(call.completions()).isEqualTo(1);
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHoweverItComes() throws Exception {
        set("peer.api.request-bytes", "20");

        assertThat(ServletCall.postJson(ONE_CALL).to(servlet(anna)).status()).isEqualTo(413);
        assertThat(ServletCall.postJson(ONE_CALL)
                        .ofUnknownLength()
                        .to(servlet(anna))
                        .status())
                .isEqualTo(413);
        assertThat(ServletCall.postJson(ONE_CALL)
                        .having(5)
                        .to(servlet(anna))
                        .comes(ONE_CALL.length() - 5)
                        .text())
                .contains("\"TOO_LARGE\"");
    }

    private void set(String property, String value) {
        before.put(property, value);
        System.setProperty(property, value);
    }

    private HttpServlet servlet(@Nullable UUID user) throws Exception {
        return servlet(user, limits());
    }

    /** Made with the settings as they are now, and what the container would give it. */
    private HttpServlet servlet(@Nullable UUID user, RateLimits limits) throws Exception {
        Caller caller = new Caller(new NoAccounts());
        GraphQLServlet servlet = new GraphQLServlet();
        give(servlet, "engine", new GraphQLEngine(Schemas.model(), new ErrorAnswers()));
        give(servlet, "caller", caller);
        give(servlet, "bearer", new Known(caller, user));
        give(servlet, "rateLimits", limits);
        give(servlet, "traces", new NoTraces());
        give(servlet, "scoped", new ScopedAnswers());
        give(servlet, "timer", timer.service());
        return servlet;
    }

    private static RateLimits limits() throws Exception {
        RateLimits limits = new RateLimits();
        give(limits, "dataSource", database.appDataSource());
        Method configure = RateLimits.class.getDeclaredMethod("configure");
        configure.setAccessible(true);
        configure.invoke(limits);
        return limits;
    }

    private static void give(Object bean, String field, Object value) throws ReflectiveOperationException {
        Field injected = bean.getClass().getDeclaredField(field);
        injected.setAccessible(true);
        injected.set(bean, value);
    }

    /** Every request is this user's. */
    private static final class Known extends Bearer {
        private final Caller caller;
        private final @Nullable UUID user;

        Known(Caller caller, @Nullable UUID user) {
            this.caller = caller;
            this.user = user;
        }

        @Override
        public void identify(@Nullable String authorization) {
            if (user != null) {
                caller.authenticated(user, user, Set.of("USER"));
            }
        }
    }

    private static final class NoAccounts extends Accounts {}

    private static final class NoTraces implements RequestTraces {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Operation begin(String type, String field) {
            return Operation.NONE;
        }
    }
}
