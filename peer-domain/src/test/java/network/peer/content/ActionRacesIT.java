package network.peer.content;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserAdministration;
import network.peer.identity.UserStatus;
import network.peer.operations.AuditLog;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions that meet the suspension of somebody who is part of them: each comes before it or after it, never in between. */
class ActionRacesIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder admin;
    private Holder author;
    private Holder actor;
    private UUID post;
    private Race race;

    @BeforeEach
    void aPost() {
        database = TestDatabase.freshDatabase();
        race = new Race(database);
        admin = database.inTransaction(em -> aHolder(em));
        author = database.inTransaction(em -> aHolder(em));
        actor = database.inTransaction(em -> aHolder(em));
        run(s -> s.accounts().grantRole(null, admin.userId(), Role.ADMIN, "first"));
        post = run(s -> s.posts()
                .create(author.userId(), new CreatePost("a post"), "post")
                .postId());
        database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(10), actor));
    }

    @AfterEach
    void close() {
        race.close();
        database.close();
    }

    @Test
    void aPaidActionWaitsForTheSuspensionOfItsActorAndIsRefused() throws Exception {
        refusedAfterTheSuspensionOf(actor, ErrorCode.NOT_ACTIVE, s -> dislike(s));
        assertThat(count("select count(*) from ledger_transaction where kind = 'SPEND'"))
                .isZero();
    }

    @Test
    void aPostWaitsForTheSuspensionOfItsActorAndIsRefused() throws Exception {
        refusedAfterTheSuspensionOf(
                actor, ErrorCode.NOT_ACTIVE, s -> s.posts().create(actor.userId(), new CreatePost("mine"), "k"));
    }

    @Test
    void anActionWaitsForTheSuspensionOfTheAuthorAndIsRefused() throws Exception {
        refusedAfterTheSuspensionOf(author, ErrorCode.CONTENT_UNAVAILABLE, s -> dislike(s));
        assertThat(count("select count(*) from gem_event")).isZero();
    }

    @Test
    void aReplyWaitsForTheSuspensionOfTheCommentsAuthorAndIsRefused() throws Exception {
        UUID comment = run(s -> s.actions().comment(actor.userId(), new WriteComment(post, null, "a comment"), "k"))
                .commentId();
        refusedAfterTheSuspensionOf(actor, ErrorCode.CONTENT_UNAVAILABLE, s -> s.actions()
                .comment(author.userId(), new WriteComment(post, comment, "a reply"), "k"));
    }

    @Test
    void theSuspensionOfAnActorWaitsForTheAction() throws Exception {
        suspensionWaitsFor(actor);
    }

    @Test
    void theSuspensionOfAnAuthorWaitsForTheAction() throws Exception {
        suspensionWaitsFor(author);
    }

    private void refusedAfterTheSuspensionOf(Holder suspended, ErrorCode code, Function<Services, ActionResult> action)
            throws Exception {
        try (EntityManager suspension = database.entityManager()) {
            suspension.getTransaction().begin();
            suspend(suspension, suspended);

            Future<Boolean> refused = race.beginAndBlock(() -> {
                refused(code, () -> run(action));
                return true;
            });
            suspension.getTransaction().commit();

            assertThat(refused.get()).isTrue();
        }
    }

    private void suspensionWaitsFor(Holder suspended) throws Exception {
        try (EntityManager action = database.entityManager()) {
            action.getTransaction().begin();
            dislike(Services.of(action, CLOCK));

            Future<User> suspension =
                    race.beginAndBlock(() -> database.<User>inTransaction(em -> suspend(em, suspended)));
            action.getTransaction().commit();

            assertThat(suspension.get().status()).isEqualTo(UserStatus.SUSPENDED);
            assertThat(count("select count(*) from content_action where kind = 'DISLIKE'"))
                    .isOne();
        }
    }

    private ActionResult dislike(Services services) {
        return services.actions().dislike(actor.userId(), post, "k");
    }

    private User suspend(EntityManager entities, Holder user) {
        Services s = Services.of(entities, CLOCK);
        return new UserAdministration(entities, s.accounts(), s.serviceTokens(), new AuditLog(entities))
                .suspend(admin.userId(), user.userId(), "spam");
    }

    private long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private <T> T run(Function<Services, T> work) {
        return database.<T>inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
