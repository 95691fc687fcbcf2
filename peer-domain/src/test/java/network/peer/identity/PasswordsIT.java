package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.identity.internal.PasswordHash;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lock-out, reset and change of passwords. Each call is a transaction of its own, as it is in the container. */
class PasswordsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String PASSWORD = "Secret123";
    private static final int FREE = 10;

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
        // Long enough that no lock ends by itself, however slow the machine is.
        System.setProperty("peer.log-in.lock-seconds", "30000");
        System.setProperty("peer.log-in.longest-lock-seconds", "100000");
    }

    @AfterAll
    static void close() {
        System.clearProperty("peer.log-in.lock-seconds");
        System.clearProperty("peer.log-in.longest-lock-seconds");
        database.close();
    }

    @Test
    void anAddressIsLockedForLongerEachTimeWhetherItHasAnAccountOrNot() throws SQLException {
        register("carl");
        for (String email : List.of("carl@example.org", "no-such-carl@example.org")) {
            for (int attempt = 0; attempt <= FREE; attempt++) {
                begin(email);
            }
            refused(ErrorCode.TOO_MANY_ATTEMPTS, () -> begin(email));
            assertThat(lockSeconds(email)).isBetween(25_000L, 30_000L);

            asOwner("update log_in_attempt set locked_until = clock_timestamp()");
            begin(email);

            assertThat(lockSeconds(email)).isBetween(55_000L, 60_000L);
            refused(
                    ErrorCode.TOO_MANY_ATTEMPTS,
                    () -> run(s -> s.logIns().logIn(email.toUpperCase(Locale.ROOT), PASSWORD)));
        }

        asOwner("update log_in_attempt set locked_until = clock_timestamp(), failures = 500");
        begin("carl@example.org");
        assertThat(lockSeconds("carl@example.org")).isBetween(95_000L, 100_000L);
    }

    @Test
    void whoIsLoggedInIsNotLockedOutByStrangers() {
        User eve = register("eve");
        for (int attempt = 0; attempt <= FREE; attempt++) {
            begin(eve.email());
        }
        refused(ErrorCode.TOO_MANY_ATTEMPTS, () -> run(s -> s.logIns().logIn(eve.email(), PASSWORD)));

        LoggedIn changed = run(s -> s.logIns().changePassword(eve, PASSWORD, "Another123"));
        assertThat(changed.refreshToken()).isNotBlank();
    }

    @Test
    void whoGuessesInASessionIsLockedThereAndNobodyElseCanCountThere() {
        User gus = register("gus");
        String session = "session\n" + gus.id();
        for (int attempt = 0; attempt <= FREE; attempt++) {
            begin(session);
        }

        refused(ErrorCode.TOO_MANY_ATTEMPTS, () -> run(s -> s.logIns().changePassword(gus, PASSWORD, "Another123")));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn(session, PASSWORD)));
        LoggedIn opened = run(s -> s.logIns().logIn(gus.email(), PASSWORD));
        assertThat(opened.refreshToken()).isNotBlank();
    }

    @Test
    void longAddressesAreCountedEachForItself() {
        String domain = "@" + "long.".repeat(30) + "example.org";
        for (int attempt = 0; attempt <= FREE; attempt++) {
            begin("one" + domain);
        }
        refused(ErrorCode.TOO_MANY_ATTEMPTS, () -> begin("One" + domain));

        begin("another" + domain);
    }

    @Test
    void theRightPasswordForgivesWhatWasBefore() {
        register("dora");
        for (int attempt = 0; attempt < FREE; attempt++) {
            begin("dora@example.org");
        }

        run(s -> s.logIns().logIn("dora@example.org", PASSWORD));

        for (int attempt = 0; attempt <= FREE; attempt++) {
            begin("dora@example.org");
        }
    }

    @Test
    void manyGuessesAtTheSameMomentAreNotMoreThanOneAfterTheOther() throws Exception {
        int threads = FREE + 10;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            Callable<Boolean> guess = () -> {
                start.await();
                try {
                    begin("many@example.org");
                    return true;
                } catch (TooManyAttemptsException locked) {
                    return false;
                }
            };
            List<Callable<Boolean>> guesses = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                guesses.add(guess);
            }
            int looked = 0;
            for (Future<Boolean> result : executor.invokeAll(guesses)) {
                looked += result.get() ? 1 : 0;
            }
            assertThat(looked).isEqualTo(FREE + 1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whatIsADayOldIsForgotten() throws SQLException {
        begin("old@example.org");
        asOwner("update log_in_attempt set last_failed_at = clock_timestamp() - interval '25 hours'");

        database.runInTransaction(em -> Services.of(em, CLOCK).attempts().forgetOld());

        assertThat(count("select count(*) from log_in_attempt")).isZero();
    }

    @Test
    void askingForAResetDoesTheSameForEveryAddress() {
        register("emil");
        long mailsBefore = mails("emil@example.org");

        request("emil@example.org");
        request("no-such-emil@example.org");

        assertThat(mails("emil@example.org")).isEqualTo(mailsBefore);
        answerRequests();
        assertThat(mails("emil@example.org")).isEqualTo(mailsBefore + 1);
        assertThat(mails("no-such-emil@example.org")).isZero();
        assertThat(count("select count(*) from account_mail_request")).isZero();
    }

    @Test
    void aMailboxIsNotFloodedWithResets() {
        register("fred");
        long before = mails("fred@example.org");

        for (int i = 0; i < 6; i++) {
            request("fred@example.org");
        }
        answerRequests();

        assertThat(mails("fred@example.org")).isEqualTo(before + 3);
    }

    @Test
    void aResetSetsThePasswordOnceAndEndsEverySession() throws SQLException {
        register("gina");
        LoggedIn before = run(s -> s.logIns().logIn("gina@example.org", PASSWORD));
        request("gina@example.org");
        answerRequests();
        String token = mailedToken("gina@example.org");
        refused(ErrorCode.BAD_INPUT, () -> run(s -> s.newPasswords().reset(token, "short")));

        LoggedIn after = run(s -> s.newPasswords().reset(token, "Another123"));

        assertThat(after.user().verified()).isTrue();
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.newPasswords().reset(token, "Another124")));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().refresh(before.refreshToken())));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn("gina@example.org", PASSWORD)));
        run(s -> s.sessions().refresh(after.refreshToken()));
        run(s -> s.logIns().logIn("gina@example.org", "Another123"));
    }

    @Test
    void anExpiredResetAndOneOfASuspendedUserAreRefused() throws SQLException {
        register("hugo");
        request("hugo@example.org");
        answerRequests();
        String token = mailedToken("hugo@example.org");

        asOwner("update app_user set status = 'SUSPENDED' where user_name = 'hugo'");
        refused(ErrorCode.NOT_ACTIVE, () -> run(s -> s.newPasswords().reset(token, "Another123")));
        asOwner("update app_user set status = 'ACTIVE' where user_name = 'hugo'");
        asOwner("update password_reset set expires_at = clock_timestamp()");

        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.newPasswords().reset(token, "Another123")));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.newPasswords().reset("x".repeat(100_000), "Another123")));
        run(s -> s.logIns().logIn("hugo@example.org", PASSWORD));
    }

    @Test
    void changingThePasswordNeedsTheCurrentOneAndEndsTheOtherSessions() {
        User ida = register("ida");
        LoggedIn before = run(s -> s.logIns().logIn("ida@example.org", PASSWORD));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().changePassword(ida, "Wrong1234", "Another123")));

        LoggedIn after = run(s -> s.logIns().changePassword(ida, PASSWORD, "Another123"));

        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().refresh(before.refreshToken())));
        run(s -> s.sessions().refresh(after.refreshToken()));
        run(s -> s.logIns().logIn("ida@example.org", "Another123"));
    }

    @Test
    void aLogInThatMeetsANewPasswordEndsWithItOrIsRefused() throws Exception {
        User kai = register("kai");
        Credentials known = run(s -> s.passwords().of(kai.email()).orElseThrow());
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            LoggedIn session = Services.of(first, CLOCK).sessions().open(known);

            Future<LoggedIn> changed =
                    race.beginAndBlock(() -> run(s -> s.passwords().change(known, PasswordHash.of("Another123"))));
            first.getTransaction().commit();
            changed.get();

            refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().refresh(session.refreshToken())));
            refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.sessions().open(known)));
            refused(
                    ErrorCode.BAD_CREDENTIALS,
                    () -> run(s -> s.passwords().change(known, PasswordHash.of("Thieves123"))));
        }
    }

    @Test
    void anotherVerificationTokenIsSentToTheUnverifiedOnly() {
        register("jack");
        long before = mails("jack@example.org");
        database.runInTransaction(em -> Services.of(em, CLOCK).accountMail().requestVerification("Jack@Example.org"));
        answerRequests();
        assertThat(mails("jack@example.org")).isEqualTo(before + 1);

        run(s -> s.sessions().verifyEmail(mailedToken("jack@example.org")));
        database.runInTransaction(em -> Services.of(em, CLOCK).accountMail().requestVerification("jack@example.org"));
        answerRequests();

        assertThat(mails("jack@example.org")).isEqualTo(before + 1);
    }

    private static User register(String name) {
        return run(s -> s.newPasswords().register(new RegisterCommand(name + "@example.org", name, PASSWORD, null)));
    }

    private static void begin(String email) {
        database.runInTransaction(em -> Services.of(em, CLOCK).attempts().begin(email));
    }

    private static void request(String email) {
        database.runInTransaction(em -> Services.of(em, CLOCK).accountMail().requestPasswordReset(email));
    }

    private static void answerRequests() {
        database.runInTransaction(em -> Services.of(em, CLOCK).accountMail().answerRequests());
    }

    private static long lockSeconds(String email) {
        try {
            begin(email);
            return 0;
        } catch (TooManyAttemptsException locked) {
            return locked.retryAfterSeconds();
        }
    }

    private static long mails(String recipient) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select count(*) from mail_message where recipient = ?1")
                                .setParameter(1, recipient))
                        .longAt(0));
    }

    private static String mailedToken(String recipient) {
        String body = database.inTransaction(em -> Rows.single(em.createNativeQuery(
                                "select body from mail_message where recipient = ?1 order by created_at desc limit 1")
                        .setParameter(1, recipient))
                .text(0));
        return body.strip().substring(body.strip().lastIndexOf('\n') + 1);
    }

    private static long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T extends @Nullable Object> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
