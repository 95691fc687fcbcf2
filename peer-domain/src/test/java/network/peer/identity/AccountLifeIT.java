package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.identity.internal.PasswordHash;
import network.peer.identity.internal.PasswordStore;
import network.peer.identity.internal.SecretToken;
import network.peer.ledger.Balance;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.testing.Holders;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import network.peer.transfer.SendTokens;
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
    }

    @Test
    void whoLooksAtAnAccountIsOnRecord() {
        User kim = verified("kim");

        assertThat(byEmail("KIM@example.org")).hasValue(kim);
        assertThat(administer(a -> a.byId(admin.id(), kim.id()))).isEqualTo(kim);
        assertThat(byEmail("nobody@example.org")).isEmpty();

        assertThat(audited(kim.id())).containsExactly("read-account ", "read-account ");
        assertThat(audited("unknown address")).containsExactly("read-account ");
        assertThat(count("select count(*) from audit_log where subject || details like '%nobody@%'"))
                .isZero();
    }

    @Test
    void aServiceTokenSpeaksForItsOwnerUntilItIsRevoked() {
        User cleo = verified("cleo");
        ServiceToken.Created created = create(cleo, "reporting", Set.of(Scope.USER_READ, Scope.USER_WRITE), 30);

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
    void aServiceTokenIsMadeForThePasswordOnly() {
        User lea = verified("lea");
        Function<String, ServiceToken.Created> with =
                password -> run(s -> s.logIns().createServiceToken(lea, password, "x", Set.of(Scope.USER_READ), 30));

        assertThat(use(with.apply(PASSWORD).secret())).isPresent();
        refused(ErrorCode.BAD_CREDENTIALS, () -> with.apply("Wrong1234"));

        for (int attempt = 0; attempt <= 10; attempt++) {
            database.runInTransaction(em -> Services.of(em, CLOCK).attempts().begin("session\n" + lea.id()));
        }
        refused(ErrorCode.TOO_MANY_ATTEMPTS, () -> with.apply(PASSWORD));
        List<ServiceToken> made = tokens(t -> t.of(lea.id()));
        assertThat(made).hasSize(1);
    }

    @Test
    void aChangedPasswordRevokesEveryServiceToken() {
        User mia = verified("mia");
        ServiceToken.Created token = create(mia, "x", Set.of(Scope.USER_WRITE), 365);

        run(s -> s.logIns().changePassword(mia, PASSWORD, "Another123"));

        assertThat(use(token.secret())).isEmpty();
        assertThat(audited(token.token().id()))
                .containsExactly(
                        "revoke-service-token the password was changed", "create-service-token USER_WRITE, 365 days");
    }

    @Test
    void aPasswordResetRevokesEveryServiceToken() {
        User ned = verified("ned");
        ServiceToken.Created token = create(ned, "x", Set.of(Scope.USER_WRITE), 365);
        String secret = SecretToken.generate();
        database.runInTransaction(em -> new PasswordStore(em).insertReset(ned.id(), secret, 3600));

        run(s -> s.newPasswords().reset(secret, "Another123"));

        assertThat(use(token.secret())).isEmpty();
    }

    @Test
    void aSuspensionRevokesEveryServiceTokenForGood() {
        User oda = verified("oda");
        ServiceToken.Created token = create(oda, "x", Set.of(Scope.USER_READ), 365);

        administer(a -> a.suspend(admin.id(), oda.id(), "spam"));
        administer(a -> a.reinstate(admin.id(), oda.id(), "it was not spam"));

        assertThat(use(token.secret())).isEmpty();
        assertThat(audited(token.token().id())).first().isEqualTo("revoke-service-token the user was suspended");
    }

    @Test
    void aServiceTokenThatMeetsANewPasswordIsRevokedOrNotMade() throws Exception {
        User pia = verified("pia");
        Credentials known = run(s -> s.passwords().of(pia.email()).orElseThrow());
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            ServiceToken.Created token =
                    Services.of(first, CLOCK).serviceTokens().create(known, "x", Set.of(Scope.USER_READ), 30);

            Future<LoggedIn> changed =
                    race.beginAndBlock(() -> run(s -> s.passwords().change(known, PasswordHash.of("Another123"))));
            first.getTransaction().commit();
            changed.get();

            assertThat(use(token.secret())).isEmpty();
            refused(ErrorCode.BAD_CREDENTIALS, () -> tokens(t -> t.create(known, "x", Set.of(Scope.USER_READ), 30)));
        }
    }

    @Test
    void aServiceTokenIsNotMadeForMoreThanItsOwnerMayDo() {
        User dan = verified("dan");
        User stranger =
                run(s -> s.newPasswords().register(new RegisterCommand("eve@example.org", "eve", PASSWORD, null)));

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
        List<ServiceToken> kept = tokens(t -> t.of(fay.id()));
        assertThat(kept).extracting(ServiceToken::name).containsExactly("");
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

    @Test
    void aTransferUnderWayIsCountedBeforeABalanceIsLost() throws Exception {
        User hal = verified("hal");
        User ivy = verified("ivy");
        database.runInTransaction(em -> Holders.pay(
                em,
                TokenAmount.ofPeer(5),
                new Holders.Holder(hal.id(), Services.of(em, CLOCK).ledger().userAccount(hal.id()))));
        try (Race race = new Race(database);
                EntityManager transfer = database.entityManager()) {
            transfer.getTransaction().begin();
            Services.of(transfer, CLOCK)
                    .transfers()
                    .send(hal.id(), new SendTokens(ivy.id(), TokenAmount.ofPeer(1), null), "k");

            Future<Boolean> deleted = race.beginAndBlock(() -> {
                refused(ErrorCode.CONFIRMATION_NEEDED, () -> delete(ivy, false));
                return true;
            });
            transfer.getTransaction().commit();

            assertThat(deleted.get()).isTrue();
            assertThat(run(s -> s.accounts().byId(ivy.id())).status()).isEqualTo(UserStatus.ACTIVE);
        }
    }

    private static Optional<ServiceToken.Bearer> use(String secret) {
        return tokens(t -> t.use(secret));
    }

    private static ServiceToken.Created create(User user, String name, Set<Scope> scopes, int days) {
        Credentials known = run(s -> s.passwords().of(user.email()).orElseThrow());
        return tokens(t -> t.create(known, name, scopes, days));
    }

    private static void delete(User user, boolean confirmed) {
        database.runInTransaction(em -> {
            Services s = Services.of(em, CLOCK);
            new AccountDeletion(em, s.accounts(), s.serviceTokens(), s.attempts(), new MailOutbox(em), s.ledger())
                    .delete(user.id(), confirmed);
        });
    }

    private static User verified(String name) {
        User user =
                run(s -> s.newPasswords().register(new RegisterCommand(name + "@example.org", name, PASSWORD, null)));
        database.runInTransaction(em -> Services.of(em, CLOCK).accounts().markVerified(user.id()));
        return run(s -> s.accounts().byId(user.id()));
    }

    private static Optional<User> byEmail(String email) {
        return database.inTransaction(em -> administration(em).byEmail(admin.id(), email));
    }

    private static User administer(Function<UserAdministration, User> work) {
        return database.inTransaction(em -> work.apply(administration(em)));
    }

    private static UserAdministration administration(EntityManager em) {
        Services s = Services.of(em, CLOCK);
        return new UserAdministration(em, s.accounts(), s.serviceTokens(), new AuditLog(em));
    }

    private static <T extends @Nullable Object> T tokens(Function<ServiceTokens, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK).serviceTokens()));
    }

    private static List<String> audited(UUID subject) {
        return audited(subject.toString());
    }

    private static List<String> audited(String subject) {
        return database.inTransaction(em -> new AuditLog(em)
                .newestFirst(null, subject, new PageRequest(10, null)).items().stream()
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
