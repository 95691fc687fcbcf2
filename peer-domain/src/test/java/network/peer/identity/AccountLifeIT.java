package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.ledger.Balance;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.testing.Holders;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Roles, suspension, service tokens and the end of an account. */
class AccountLifeIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String PASSWORD = "Secret123";
    private static final TokenAmount FIVE = new TokenAmount(5);

    private static TestDatabase database;
    private static User admin;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
        admin = verified("root-of-all");
        run(s -> s.accounts().grantRole(null, admin.id(), Role.ADMIN, "first"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void suspensionEndsEverySessionAtOnceAndItsEndDoesNotBringThemBack() {
        User ann = verified("ann");
        LoggedIn session = run(s -> s.logIns().logIn(ann.email(), PASSWORD));
        User found = run(s -> s.accounts().bySession(ann.id(), session.sessionId()));
        assertThat(found).isEqualTo(ann);

        assertThat(administer(a -> a.suspend(admin.id(), ann.id(), "spam")).status())
                .isEqualTo(UserStatus.SUSPENDED);

        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.accounts().bySession(ann.id(), session.sessionId())));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().refresh(session.refreshToken())));
        refused(ErrorCode.NOT_ACTIVE, () -> run(s -> s.logIns().logIn(ann.email(), PASSWORD)));
        refused(ErrorCode.NOT_ACTIVE, () -> run(s -> s.accounts().requireActor(ann.id())));
        refused(ErrorCode.CONFLICT, () -> administer(a -> a.suspend(admin.id(), ann.id(), "again")));

        administer(a -> a.reinstate(admin.id(), ann.id(), "it was not spam"));

        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.accounts().bySession(ann.id(), session.sessionId())));
        run(s -> s.logIns().logIn(ann.email(), PASSWORD));
        refused(ErrorCode.CONFLICT, () -> administer(a -> a.reinstate(admin.id(), ann.id(), "again")));
        assertThat(audited(ann.id())).containsExactly("reinstate-user it was not spam", "suspend-user spam");
    }

    @Test
    void rolesComeAndGoWithAReason() {
        User ben = verified("ben");

        assertThat(administer(a -> a.grantRole(admin.id(), ben.id(), Role.AUDITOR, "year end"))
                        .roles())
                .containsExactlyInAnyOrder(Role.USER, Role.AUDITOR);
        assertThat(administer(a -> a.revokeRole(admin.id(), ben.id(), Role.AUDITOR, "done"))
                        .roles())
                .containsExactly(Role.USER);
        administer(a -> a.revokeRole(admin.id(), ben.id(), Role.AUDITOR, "once more"));

        assertThat(audited(ben.id())).containsExactly("revoke-role AUDITOR: done", "grant-role AUDITOR: year end");
        refused(ErrorCode.CONFLICT, () -> administer(a -> a.revokeRole(admin.id(), ben.id(), Role.USER, "no")));
        refused(ErrorCode.CONFLICT, () -> administer(a -> a.revokeRole(admin.id(), admin.id(), Role.ADMIN, "no")));
        refused(ErrorCode.CONFLICT, () -> administer(a -> a.suspend(admin.id(), admin.id(), "no")));
        refused(ErrorCode.BAD_INPUT, () -> administer(a -> a.suspend(admin.id(), ben.id(), " ")));
        refused(ErrorCode.NOT_FOUND, () -> administer(a -> a.suspend(admin.id(), UUID.randomUUID(), "who")));
        assertThat(administer(a -> a.byEmail("BEN@example.org")).id()).isEqualTo(ben.id());
    }

    @Test
    void aServiceTokenSpeaksForItsOwnerUntilItIsRevoked() {
        User cleo = verified("cleo");
        ServiceToken.Created created =
                tokens(t -> t.create(cleo.id(), "reporting", Set.of(Scope.USER_READ, Scope.USER_WRITE), 30));

        assertThat(created.toString()).doesNotContain(created.secret());
        assertThat(created.secret()).startsWith(ServiceTokens.PREFIX);
        assertThat(use(created.secret()))
                .hasValue(
                        new ServiceToken.Bearer(created.token().id(), cleo, Set.of(Scope.USER_READ, Scope.USER_WRITE)));
        assertThat(use(created.secret() + "x")).isEmpty();
        assertThat(tokens(t -> t.of(cleo.id())).get(0).lastUsedAt()).isNotNull();

        User other = verified("cleopatra");
        refused(
                ErrorCode.NOT_FOUND,
                () -> tokens(t -> t.revoke(other.id(), created.token().id())));
        tokens(t -> t.revoke(cleo.id(), created.token().id()));

        assertThat(use(created.secret())).isEmpty();
        assertThat(audited(created.token().id()))
                .containsExactly("revoke-service-token ", "create-service-token USER_READ,USER_WRITE, 30 days");
    }

    @Test
    void aServiceTokenIsNotMadeForMoreThanItsOwnerMayDo() {
        User dan = verified("dan");
        User stranger = run(s -> s.accounts().register(new RegisterCommand("eve@example.org", "eve", PASSWORD, null)));

        refused(ErrorCode.BAD_INPUT, () -> create(dan, "x", Set.of(Scope.OPERATOR_READ), 30));
        refused(ErrorCode.BAD_INPUT, () -> create(dan, "x", Set.of(), 30));
        refused(ErrorCode.BAD_INPUT, () -> create(dan, " ", Set.of(Scope.USER_READ), 30));
        refused(ErrorCode.BAD_INPUT, () -> create(dan, "x", Set.of(Scope.USER_READ), 366));
        refused(ErrorCode.NOT_VERIFIED, () -> create(stranger, "x", Set.of(Scope.USER_READ), 30));
        for (int i = 0; i < 20; i++) {
            create(dan, "token " + i, Set.of(Scope.USER_READ), 1);
        }
        refused(ErrorCode.CONFLICT, () -> create(dan, "one more", Set.of(Scope.USER_READ), 1));
    }

    @Test
    void deletionErasesThePersonAndKeepsTheBooks() {
        User fay = verified("fay");
        LoggedIn session = run(s -> s.logIns().logIn(fay.email(), PASSWORD));
        ServiceToken.Created token = create(fay, "x", Set.of(Scope.USER_READ), 30);
        UUID account = run(s -> s.ledger().userAccount(fay.id())).value();

        delete(fay, false);

        User deleted = run(s -> s.accounts().byId(fay.id()));
        assertThat(deleted.status()).isEqualTo(UserStatus.DELETED);
        assertThat(deleted.email()).isEmpty();
        assertThat(deleted.userName()).isEmpty();
        assertThat(deleted.roles()).isEmpty();
        assertThat(run(s -> s.ledger().userAccount(fay.id())).value()).isEqualTo(account);
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.accounts().bySession(fay.id(), session.sessionId())));
        refused(ErrorCode.TOKEN_INVALID, () -> run(s -> s.sessions().refresh(session.refreshToken())));
        refused(ErrorCode.BAD_CREDENTIALS, () -> run(s -> s.logIns().logIn(fay.email(), PASSWORD)));
        refused(ErrorCode.NOT_ACTIVE, () -> delete(fay, false));
        assertThat(use(token.secret())).isEmpty();
        assertThat(count("select count(*) from mail_message where recipient = '" + fay.email() + "'"))
                .isZero();
        verified("fay");
    }

    @Test
    void aBalanceIsNotLostByMistake() {
        User gus = verified("gus");
        database.runInTransaction(em -> Holders.pay(
                em,
                FIVE,
                new Holders.Holder(gus.id(), Services.of(em, CLOCK).ledger().userAccount(gus.id()))));

        refused(ErrorCode.CONFIRMATION_NEEDED, () -> delete(gus, false));
        delete(gus, true);

        Balance frozen = run(s -> s.ledger().balance(s.ledger().userAccount(gus.id())));
        assertThat(frozen).isEqualTo(new Balance(FIVE, TokenAmount.ZERO));
    }

    private static Optional<ServiceToken.Bearer> use(String secret) {
        return tokens(t -> t.use(secret));
    }

    private static ServiceToken.Created create(User user, String name, Set<Scope> scopes, int days) {
        return tokens(t -> t.create(user.id(), name, scopes, days));
    }

    private static void delete(User user, boolean confirmed) {
        database.runInTransaction(em -> {
            Services s = Services.of(em, CLOCK);
            ServiceTokens tokens = new ServiceTokens(em, s.accounts(), new AuditLog(em));
            new AccountDeletion(em, s.accounts(), tokens, s.attempts(), new MailOutbox(em), s.ledger())
                    .delete(user.id(), confirmed);
        });
    }

    private static User verified(String name) {
        User user = run(s -> s.accounts().register(new RegisterCommand(name + "@example.org", name, PASSWORD, null)));
        database.runInTransaction(em -> Services.of(em, CLOCK).accounts().markVerified(user.id()));
        return run(s -> s.accounts().byId(user.id()));
    }

    private static User administer(Function<UserAdministration, User> work) {
        return database.inTransaction(em ->
                work.apply(new UserAdministration(em, Services.of(em, CLOCK).accounts(), new AuditLog(em))));
    }

    private static <T extends @Nullable Object> T tokens(Function<ServiceTokens, T> work) {
        return database.inTransaction(
                em -> work.apply(new ServiceTokens(em, Services.of(em, CLOCK).accounts(), new AuditLog(em))));
    }

    private static List<String> audited(UUID subject) {
        return database.inTransaction(em -> new AuditLog(em)
                .newestFirst(null, subject.toString(), new PageRequest(10, null)).items().stream()
                        .map(entry -> entry.action() + " " + entry.details())
                        .toList());
    }

    private static long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private static <T extends @Nullable Object> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
