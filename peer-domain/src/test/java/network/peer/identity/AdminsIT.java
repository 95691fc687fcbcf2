package network.peer.identity;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** There is always an ADMIN, also when two of them turn against each other at the same moment. */
class AdminsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private UUID ann;
    private UUID ben;

    @BeforeEach
    void twoAdmins() {
        database = TestDatabase.freshDatabase();
        ann = admin();
        ben = admin();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ofTwoAdminsWhoTakeEachOthersRoleOneStays() throws Exception {
        onlyTheFirstSucceeds(
                a -> a.revokeRole(ann, ben, Role.ADMIN, "first"), a -> a.revokeRole(ben, ann, Role.ADMIN, "second"));
        assertThat(isAdmin(ann)).isTrue();
    }

    @Test
    void ofTwoAdminsWhoSuspendEachOtherOneStays() throws Exception {
        onlyTheFirstSucceeds(a -> a.suspend(ann, ben, "first"), a -> a.suspend(ben, ann, "second"));
        assertThat(isAdmin(ann)).isTrue();
    }

    @Test
    void whoIsSuspendedMeanwhileTakesNoRoleAway() throws Exception {
        onlyTheFirstSucceeds(a -> a.suspend(ann, ben, "first"), a -> a.revokeRole(ben, ann, Role.ADMIN, "second"));
        assertThat(isAdmin(ann)).isTrue();
    }

    @Test
    void theLastAdminCannotDeleteTheAccount() {
        delete(ben);

        refused(ErrorCode.CONFLICT, () -> delete(ann));
        assertThat(isAdmin(ann)).isTrue();
    }

    private void onlyTheFirstSucceeds(Consumer<UserAdministration> one, Consumer<UserAdministration> other)
            throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            one.accept(administration(first));

            Future<Boolean> second = race.beginAndBlock(() -> {
                refused(ErrorCode.FORBIDDEN, () -> database.runInTransaction(em -> other.accept(administration(em))));
                return true;
            });
            first.getTransaction().commit();

            assertThat(second.get()).isTrue();
        }
    }

    private void delete(UUID userId) {
        database.runInTransaction(em -> {
            Services s = Services.of(em, CLOCK);
            new AccountDeletion(em, s.accounts(), s.serviceTokens(), s.attempts(), new MailOutbox(em), s.ledger())
                    .delete(userId, false);
        });
    }

    private UUID admin() {
        return database.inTransaction(em -> {
            UUID id = aHolder(em).userId();
            Services.of(em, CLOCK).accounts().grantRole(null, id, Role.ADMIN, "first");
            return id;
        });
    }

    private boolean isAdmin(UUID userId) {
        return database.inTransaction(em -> {
            User user = Services.of(em, CLOCK).accounts().byId(userId);
            return user.status() == UserStatus.ACTIVE && user.roles().contains(Role.ADMIN);
        });
    }

    private static UserAdministration administration(EntityManager entities) {
        Services s = Services.of(entities, CLOCK);
        return new UserAdministration(entities, s.accounts(), s.serviceTokens(), new AuditLog(entities));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
