package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.Balance;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String PASSWORD = "Secret123";

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void registersWithLedgerAccountWalletAndVerificationMail() {
        User alice = register("alice", null);

        assertThat(alice.email()).isEqualTo("alice@example.org");
        assertThat(alice.status()).isEqualTo(UserStatus.ACTIVE);
        assertThat(alice.verified()).isFalse();
        assertThat(alice.roles()).containsExactly(Role.USER);
        assertThat(alice.referralCode()).hasSize(10);
        Balance balance = run(s -> s.ledger().balance(s.ledger().userAccount(alice.id())));
        assertThat(balance).isEqualTo(new Balance(TokenAmount.ZERO, TokenAmount.ZERO));
        assertThat(count("select count(*) from wallet where user_id = ?1", alice.id()))
                .isEqualTo(1);

        User verified = run(s -> s.accounts().verify(mailedToken("alice@example.org")));

        assertThat(verified.id()).isEqualTo(alice.id());
        assertThat(verified.verified()).isTrue();
        Actor actor = run(s -> s.accounts().requireActor(alice.id()));
        assertThat(actor).isEqualTo(new Actor(alice.id(), null));
    }

    @Test
    void anUnverifiedOrSuspendedUserMayNotAct() throws SQLException {
        User bob = register("bob", null);
        refused(ErrorCode.NOT_VERIFIED, () -> run(s -> s.accounts().requireActor(bob.id())));

        run(s -> s.accounts().verify(mailedToken("bob@example.org")));
        suspend(bob);

        refused(ErrorCode.NOT_ACTIVE, () -> run(s -> s.accounts().requireActor(bob.id())));
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.accounts().requireActor(UUID.randomUUID())));
    }

    @Test
    void aVerificationTokenWorksOnceAndIsStoredAsHashOnly() {
        register("carol", null);
        String token = mailedToken("carol@example.org");
        run(s -> s.accounts().verify(token));

        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.accounts().verify(token)));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.accounts().verify("")));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.accounts().verify("x".repeat(1_000_000))));
        assertThat(count(
                        "select count(*) from email_verification where encode(token_hash, 'escape') like '%' || ?1 || '%'",
                        token))
                .isZero();
    }

    @Test
    void anExpiredVerificationTokenIsRefused() throws SQLException {
        register("dora", null);
        owner("update email_verification set expires_at = clock_timestamp() - interval '1 second'"
                + " where user_id = (select id from app_user where user_name = 'dora')");

        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.accounts().verify(mailedToken("dora@example.org"))));
    }

    @Test
    void emailAndUserNameAreTakenInAnyCase() {
        register("erin", null);

        refused(
                ErrorCode.EMAIL_TAKEN,
                () -> register(new RegisterCommand("ERIN@example.ORG", "erin2", PASSWORD, null)));
        refused(
                ErrorCode.USER_NAME_TAKEN,
                () -> register(new RegisterCommand("other@example.org", "Erin", PASSWORD, null)));
        assertThat(count("select count(*) from app_user where lower(user_name) like ?1", "erin%"))
                .isEqualTo(1);
    }

    @Test
    void ofTwoRegistrationsAtTheSameMomentOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(List.<Callable<String>>of(
                    () -> answerTo(new RegisterCommand("twin@example.org", "twin-1", PASSWORD, null)),
                    () -> answerTo(new RegisterCommand("twin@example.org", "twin-2", PASSWORD, null))))) {
                answers.add(answer.get());
            }

            assertThat(answers).containsExactlyInAnyOrder("registered", "EMAIL_TAKEN");
            assertThat(count("select count(*) from app_user where email = ?1", "twin@example.org"))
                    .isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theInviterIsSetByReferralCodeAndForEver() {
        User inviter = register("frank", null);
        User invitee = register("grace", inviter.referralCode().toLowerCase(Locale.ROOT));
        run(s -> s.accounts().verify(mailedToken("grace@example.org")));

        assertThat(run(s -> s.accounts().requireActor(invitee.id())).inviterId())
                .isEqualTo(inviter.id());
        refused(ErrorCode.BAD_INPUT, () -> register("heidi", "NOBODYSCODE"));
        assertThatThrownBy(() -> {
                    try (Connection app = database.appConnection();
                            Statement statement = app.createStatement()) {
                        statement.execute("update app_user set inviter_id = null");
                    }
                })
                .hasMessageContaining("permission denied");
    }

    @Test
    void rolesAreGrantedByAdminsOrTheInstallationAndAudited() {
        User root = register("ivan", null);
        User judy = register("judy", null);
        run(s -> s.accounts().grantRole(null, root.id(), Role.ADMIN, "first"));

        User operator = run(s -> s.accounts().grantRole(root.id(), judy.id(), Role.OPERATOR, "duty"));

        assertThat(operator.roles()).containsExactlyInAnyOrder(Role.USER, Role.OPERATOR);
        refused(ErrorCode.FORBIDDEN, () -> run(s -> s.accounts().grantRole(judy.id(), judy.id(), Role.ADMIN, "greed")));
        assertThat(count(
                        "select count(*) from audit_log where action = 'grant-role' and subject = ?1",
                        judy.id().toString()))
                .isEqualTo(1);
    }

    @Test
    void noPasswordIsStored() {
        register("kate", null);

        assertThat(count("select count(*) from app_user u where cast(u as text) like ?1", "%" + PASSWORD + "%"))
                .isZero();
        assertThat(count(
                        "select count(*) from app_user where user_name = ?1 and password_iterations >= 210000"
                                + " and password_algorithm = 'PBKDF2WithHmacSHA512'",
                        "kate"))
                .isEqualTo(1);
    }

    private static String answerTo(RegisterCommand command) {
        try {
            register(command);
            return "registered";
        } catch (BusinessException refused) {
            return refused.code().name();
        }
    }

    private static User register(String name, @Nullable String referralCode) {
        return register(new RegisterCommand(name + "@example.org", name, PASSWORD, referralCode));
    }

    private static User register(RegisterCommand command) {
        return run(s -> s.newPasswords().register(command));
    }

    private static String mailedToken(String recipient) {
        String body = database.inTransaction(em -> Rows.single(em.createNativeQuery(
                                "select body from mail_message where recipient = ?1 order by created_at desc limit 1")
                        .setParameter(1, recipient))
                .text(0));
        Matcher token = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$").matcher(body);
        assertThat(token.find()).isTrue();
        return token.group();
    }

    private static void suspend(User user) throws SQLException {
        owner("update app_user set status = 'SUSPENDED' where id = '" + user.id() + "'");
    }

    private static void owner(String sql) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String sql, Object parameter) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql).setParameter(1, parameter))
                        .longAt(0));
    }

    private static <T> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
