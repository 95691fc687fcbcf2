package network.peer.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Accounts;
import network.peer.identity.Role;
import network.peer.identity.Scope;
import network.peer.identity.ServiceToken;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import org.eclipse.microprofile.graphql.Mutation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessControlTest {
    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private static final UUID SESSION = UUID.fromString("01900000-0000-7000-8000-000000000002");

    @Test
    void whatSaysNothingIsOpenToNobody() {
        assertRefused(
                caller(user(UserStatus.ACTIVE, true, Role.values()), Role.values()), "silent", ErrorCode.FORBIDDEN);
    }

    @Test
    void anyoneNeedsNoToken() {
        assertThatCode(() -> control(new Caller(new FakeAccounts())).admit(operation("open")))
                .doesNotThrowAnyException();
    }

    @Test
    void nobodyIsUnauthenticated() {
        assertRefused(new Caller(new FakeAccounts()), "operators", ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void userWhoIsGoneIsUnauthenticated() {
        Caller caller = new Caller(new FakeAccounts());
        caller.authenticated(ID, SESSION, Set.of("OPERATOR"));

        assertRefused(caller, "operators", ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void deletedUserIsUnauthenticated() {
        assertRefused(
                caller(user(UserStatus.DELETED, true, Role.OPERATOR), Role.OPERATOR),
                "operators",
                ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void suspendedUserIsForbiddenWhateverTheTokenSays() {
        assertRefused(
                caller(user(UserStatus.SUSPENDED, true, Role.OPERATOR), Role.OPERATOR),
                "operators",
                ErrorCode.FORBIDDEN);
    }

    @Test
    void roleOfTheAccountAndOfTheTokenIsAdmitted() {
        Caller caller = caller(user(UserStatus.ACTIVE, true, Role.USER, Role.OPERATOR), Role.USER, Role.OPERATOR);

        assertThatCode(() -> control(caller).admit(operation("operators"))).doesNotThrowAnyException();
    }

    @Test
    void otherRoleIsForbidden() {
        assertRefused(
                caller(user(UserStatus.ACTIVE, true, Role.USER, Role.AUDITOR), Role.USER, Role.AUDITOR),
                "operators",
                ErrorCode.FORBIDDEN);
    }

    @Test
    void roleThatWasTakenAwayCountsNoLonger() {
        assertRefused(
                caller(user(UserStatus.ACTIVE, true, Role.USER), Role.USER, Role.OPERATOR),
                "operators",
                ErrorCode.FORBIDDEN);
    }

    @Test
    void roleThatTheTokenDoesNotHaveDoesNotCount() {
        assertRefused(
                caller(user(UserStatus.ACTIVE, true, Role.USER, Role.OPERATOR), Role.USER),
                "operators",
                ErrorCode.FORBIDDEN);
    }

    @Test
    void unverifiedUserReadsButDoesNotAct() {
        Caller caller = caller(user(UserStatus.ACTIVE, false, Role.USER), Role.USER);

        assertThatCode(() -> control(caller).admit(operation("reading"))).doesNotThrowAnyException();
        assertRefused(caller, "acting", ErrorCode.NOT_VERIFIED);
    }

    @Test
    void accountIsReadOncePerRequest() {
        FakeAccounts accounts = new FakeAccounts(user(UserStatus.ACTIVE, true, Role.USER));
        Caller caller = new Caller(accounts);
        caller.authenticated(ID, SESSION, Set.of("USER"));

        control(caller).admit(operation("reading"));
        control(caller).admit(operation("acting"));

        assertThat(accounts.reads).isEqualTo(1);
    }

    @Test
    void auditorChangesNothingButTheOwnAccount() {
        Caller caller = caller(user(UserStatus.ACTIVE, true, Role.USER, Role.AUDITOR), Role.USER);

        assertRefused(caller, "writing", ErrorCode.FORBIDDEN);
        assertThatCode(() -> control(caller).admit(operation("ownAccount"))).doesNotThrowAnyException();
        assertThatCode(() -> control(caller).admit(operation("reading"))).doesNotThrowAnyException();
    }

    @Test
    void serviceTokenDoesWhatItsScopesSay() {
        User owner = user(UserStatus.ACTIVE, true, Role.USER, Role.OPERATOR);

        Caller reads = machine(owner, Scope.USER_READ);
        assertThatCode(() -> control(reads).admit(operation("reading"))).doesNotThrowAnyException();
        assertRefused(reads, "writing", ErrorCode.FORBIDDEN);
        assertRefused(reads, "operators", ErrorCode.FORBIDDEN);

        Caller writes = machine(owner, Scope.USER_WRITE);
        assertThatCode(() -> control(writes).admit(operation("writing"))).doesNotThrowAnyException();
        assertRefused(writes, "reading", ErrorCode.FORBIDDEN);
        assertRefused(writes, "ownAccount", ErrorCode.FORBIDDEN);

        Caller operates = machine(owner, Scope.OPERATOR_READ);
        assertThatCode(() -> control(operates).admit(operation("operators"))).doesNotThrowAnyException();
    }

    @Test
    void serviceTokenDoesNoMoreThanItsOwner() {
        assertRefused(
                machine(user(UserStatus.ACTIVE, true, Role.USER), Scope.OPERATOR_READ),
                "operators",
                ErrorCode.FORBIDDEN);
        assertRefused(
                machine(user(UserStatus.SUSPENDED, true, Role.USER), Scope.USER_READ), "reading", ErrorCode.FORBIDDEN);
        assertRefused(
                machine(user(UserStatus.DELETED, true, Role.USER), Scope.USER_READ),
                "reading",
                ErrorCode.UNAUTHENTICATED);
    }

    private static Caller machine(User owner, Scope... scopes) {
        Caller caller = new Caller(new FakeAccounts());
        caller.authenticated(new ServiceToken.Bearer(owner.id(), owner, Set.of(scopes)));
        return caller;
    }

    private static void assertRefused(Caller caller, String operation, ErrorCode code) {
        assertThatThrownBy(() -> control(caller).admit(operation(operation)))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    private static AccessControl control(Caller caller) {
        return new AccessControl(caller);
    }

    private static Caller caller(User user, Role... rolesOfToken) {
        Caller caller = new Caller(new FakeAccounts(user));
        caller.authenticated(
                ID, SESSION, Stream.of(rolesOfToken).map(Role::name).collect(Collectors.toSet()));
        return caller;
    }

    private static User user(UserStatus status, boolean verified, Role... roles) {
        return new User(ID, "a@example.org", "anna", status, verified, Set.of(roles), "CODE", Instant.EPOCH);
    }

    private static Method operation(String name) {
        try {
            return Operations.class.getDeclaredMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by name
    private interface Operations {
        @Anyone
        void open();

        void silent();

        @AllowedRoles(Role.OPERATOR)
        void operators();

        @AllowedRoles(Role.USER)
        void reading();

        @AllowedRoles(value = Role.USER, verified = true)
        void acting();

        @Mutation
        @AllowedRoles({Role.USER, Role.AUDITOR})
        void writing();

        @OwnAccount
        @Mutation
        @AllowedRoles({Role.USER, Role.AUDITOR})
        void ownAccount();
    }

    private static final class FakeAccounts extends Accounts {
        private final @Nullable User user;
        private int reads;

        FakeAccounts() {
            this.user = null;
        }

        FakeAccounts(User user) {
            this.user = user;
        }

        @Override
        public User bySession(UUID userId, UUID sessionId) {
            reads++;
            if (user == null) {
                throw new BusinessException(ErrorCode.NOT_FOUND, "no user " + userId);
            }
            return user;
        }
    }
}
