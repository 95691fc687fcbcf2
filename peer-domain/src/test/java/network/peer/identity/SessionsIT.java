package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String EMAIL = "alice@example.org";
    private static final String PASSWORD = "Secret123";

    private static TestDatabase database;

    @BeforeAll
    static void registerAlice() {
        database = TestDatabase.freshDatabase();
        database.runInTransaction(em ->
                Services.of(em, CLOCK).newPasswords().register(new RegisterCommand(EMAIL, "alice", PASSWORD, null)));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void logsInWithTheEmailInAnyCase() {
        LoggedIn loggedIn = run(s -> s.logIns().logIn("ALICE@Example.org", PASSWORD));

        assertThat(loggedIn.user().userName()).isEqualTo("alice");
        assertThat(loggedIn.refreshTokenExpiresAt()).isAfter(Instant.now());
        assertThat(loggedIn.toString()).doesNotContain(loggedIn.refreshToken());
    }

    @Test
    void wrongPasswordAndUnknownEmailAreRefusedAlike() {
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn(EMAIL, "Secret124")));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn("nobody@example.org", PASSWORD)));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn(EMAIL, "x".repeat(1_000_000))));
    }

    @Test
    void provingTheAddressOpensTheFirstSession() {
        run(s -> s.newPasswords().register(new RegisterCommand("ben@example.org", "ben", PASSWORD, null)));
        String mail = database.inTransaction(em -> Rows.single(
                        em.createNativeQuery("select body from mail_message where recipient = 'ben@example.org'"))
                .text(0));
        String token = mail.strip().substring(mail.strip().lastIndexOf('\n') + 1);

        LoggedIn first = run(s -> s.sessions().verifyEmail(token));

        assertThat(first.user().verified()).isTrue();
        assertThat(refresh(first.refreshToken()).user().userName()).isEqualTo("ben");
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().verifyEmail(token)));
    }

    @Test
    void eachRefreshTokenWorksOnce() {
        LoggedIn first = run(s -> s.logIns().logIn(EMAIL, PASSWORD));
        LoggedIn second = refresh(first.refreshToken());
        LoggedIn third = refresh(second.refreshToken());

        assertThat(List.of(first, second, third).stream().map(LoggedIn::refreshToken))
                .doesNotHaveDuplicates();
    }

    @Test
    void aReusedTokenEndsItsSessionAndNoOther() {
        LoggedIn other = run(s -> s.logIns().logIn(EMAIL, PASSWORD));
        LoggedIn first = run(s -> s.logIns().logIn(EMAIL, PASSWORD));
        LoggedIn second = refresh(first.refreshToken());

        refused(ErrorCode.TOKEN_INVALID, () -> refresh(first.refreshToken()));

        refused(ErrorCode.TOKEN_INVALID, () -> refresh(second.refreshToken()));
        assertThat(refresh(other.refreshToken()).user()).isEqualTo(other.user());
    }

    @Test
    void oneTokenUsedTwiceAtTheSameMomentNeverGivesTwoTokens() throws Exception {
        LoggedIn first = run(s -> s.logIns().logIn(EMAIL, PASSWORD));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<LoggedIn> use = () -> refresh(first.refreshToken());
            List<LoggedIn> given = new ArrayList<>();
            for (Future<LoggedIn> result : threads.invokeAll(List.of(use, use))) {
                try {
                    given.add(result.get());
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(RefreshRefusedException.class);
                }
            }

            assertThat(given).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void loggingOutEndsTheSession() {
        LoggedIn loggedIn = run(s -> s.logIns().logIn(EMAIL, PASSWORD));

        database.runInTransaction(em -> Services.of(em, CLOCK).sessions().logOut(loggedIn.refreshToken()));

        refused(ErrorCode.TOKEN_INVALID, () -> refresh(loggedIn.refreshToken()));
    }

    @Test
    void anExpiredOrUnknownTokenIsRefused() throws SQLException {
        LoggedIn loggedIn = run(s -> s.logIns().logIn(EMAIL, PASSWORD));
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("update refresh_token set expires_at = clock_timestamp() where used_at is null");
        }

        refused(ErrorCode.TOKEN_INVALID, () -> refresh(loggedIn.refreshToken()));
        refused(ErrorCode.TOKEN_INVALID, () -> refresh("unknown"));
        refused(ErrorCode.TOKEN_INVALID, () -> refresh("x".repeat(1_000_000)));
    }

    /** As the container does it: this one refusal commits what it found out. */
    private static LoggedIn refresh(String token) {
        Object answer = database.<Object>inTransaction(em -> {
            try {
                return Services.of(em, CLOCK).sessions().refresh(token);
            } catch (RefreshRefusedException refused) {
                return refused;
            }
        });
        if (answer instanceof RefreshRefusedException refused) {
            throw refused;
        }
        return (LoggedIn) answer;
    }

    private static <T extends @Nullable Object> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
