package network.peer.content;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.ActionKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActionsIT {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder alice;
    private Holder bob;
    private UUID post;

    @BeforeEach
    void alicePosts() {
        database = TestDatabase.freshDatabase();
        alice = database.inTransaction(em -> aHolder(em));
        bob = database.inTransaction(em -> aHolder(em));
        post = post(alice, "a post");
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Each line: action, actor, target, expected answer. */
    @Test
    void refusesWhatTheRulesRefuse() throws SQLException {
        Holder unverified = database.inTransaction(em -> aHolder(em));
        Holder suspended = database.inTransaction(em -> aHolder(em));
        UUID suspendedsPost = post(suspended, "a post of one who is suspended later");
        UUID hidden = post(bob, "a post that is hidden later");
        owner("update app_user set verified_at = null where id = '" + unverified.userId() + "'");
        owner("update app_user set status = 'SUSPENDED' where id = '" + suspended.userId() + "'");
        run(s -> {
            s.moderation().hidePost(bob.userId(), hidden, "spam");
            return true;
        });
        Map<String, UUID> names = Map.of(
                "alice", alice.userId(),
                "bob", bob.userId(),
                "unverified", unverified.userId(),
                "suspended", suspended.userId(),
                "nobody", UUID.randomUUID(),
                "post", post,
                "hidden", hidden,
                "suspendedsPost", suspendedsPost,
                "nothing", UUID.randomUUID());

        play(names, """
                like    bob        post           ALLOWANCE
                like    bob        post           ALREADY_DONE
                view    bob        post           NO_PRICE
                view    bob        post           ALREADY_DONE
                comment bob        post           ALLOWANCE
                comment bob        post           ALLOWANCE
                dislike bob        post           INSUFFICIENT_BALANCE
                like    alice      post           OWN_CONTENT
                dislike alice      post           OWN_CONTENT
                view    alice      post           OWN_CONTENT
                comment alice      post           ALLOWANCE
                like    unverified post           NOT_VERIFIED
                like    suspended  post           NOT_ACTIVE
                comment suspended  post           NOT_ACTIVE
                like    nobody     post           NOT_FOUND
                like    bob        nothing        NOT_FOUND
                view    alice      hidden         CONTENT_UNAVAILABLE
                comment alice      hidden         CONTENT_UNAVAILABLE
                like    bob        suspendedsPost CONTENT_UNAVAILABLE
                """);

        // A like, a view and two comments by another; nothing for the comment on one's own post.
        assertThat(count("select sum(gems_hundredths) from gem_event where owner_id = '" + alice.userId() + "'"))
                .isEqualTo(500 + 25 + 200 + 200);
        assertThat(count("select count(*) from gem_event")).isEqualTo(4);
    }

    @Test
    void usesTheFreeAllowanceBeforeTokensAndEachDayAnew() {
        fund(bob, 100);
        for (int i = 0; i < 3; i++) {
            assertThat(like(bob, postOfAnother()).payment()).isEqualTo(Payment.ALLOWANCE);
        }

        ActionResult paid = like(bob, post);
        FreeAllowance left = run(s -> s.actions().freeAllowanceLeft(bob.userId()));

        assertThat(paid.payment()).isEqualTo(Payment.TOKENS);
        assertThat(paid.price()).isEqualTo(TokenAmount.ofPeer(3));
        assertThat(balance(bob)).isEqualTo(TokenAmount.ofPeer(97));
        assertThat(system(SystemAccount.TREASURY).display()).isEqualTo("2.970873787");
        assertThat(system(SystemAccount.BURN).display()).isEqualTo("0.029126213");
        assertThat(left).isEqualTo(new FreeAllowance(clockDay(), 1, 0, 0, 4));

        clock.set(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(run(s -> s.actions().freeAllowanceLeft(bob.userId())).likes())
                .isEqualTo(3);
    }

    @Test
    void theInviterEarnsAShareOfTheFees() throws SQLException {
        fund(bob, 100);
        owner("update app_user set inviter_id = '" + alice.userId() + "' where id = '" + bob.userId() + "'");
        owner("update app_user set status = 'SUSPENDED' where id = '" + alice.userId() + "'");
        UUID other = postOfAnother();

        run(s -> s.actions().dislike(bob.userId(), other, "k"));

        // 3 PEER: net 2.884615385, company and burn and inviter 2, 1 and 1 % of it.
        assertThat(balance(alice).display()).isEqualTo("0.028846153");
        assertThat(balance(bob)).isEqualTo(TokenAmount.ofPeer(97));
    }

    @Test
    void theSameKeyGetsTheFirstAnswerAndOtherInputIsRefused() {
        ActionResult first = run(s -> s.actions().like(bob.userId(), post, "key"));
        ActionResult again = run(s -> s.actions().like(bob.userId(), post, "key"));
        UUID other = postOfAnother();

        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(again.actionId()).isEqualTo(first.actionId());
        assertThat(again.recordedAt()).isEqualTo(first.recordedAt());
        refused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> run(s -> s.actions().like(bob.userId(), other, "key")));
        refused(ErrorCode.IDEMPOTENCY_CONFLICT, () -> run(s -> s.actions().dislike(bob.userId(), post, "key")));
        refused(ErrorCode.BAD_INPUT, () -> run(s -> s.actions().like(bob.userId(), other, "")));
        refused(ErrorCode.BAD_INPUT, () -> run(s -> s.actions().like(bob.userId(), other, "x".repeat(101))));
        assertThat(count("select count(*) from gem_event")).isEqualTo(1);
    }

    @Test
    void ofConcurrentDuplicatesOneWinsAndTheOtherGetsItsAnswer() throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            ActionResult winner =
                    Services.of(first, clock).posts().create(bob.userId(), new CreatePost("once"), "same-key");

            Future<ActionResult> second = race.beginAndBlock(
                    () -> run(s -> s.posts().create(bob.userId(), new CreatePost("once"), "same-key")));
            first.getTransaction().commit();

            assertThat(second.get().replayed()).isTrue();
            assertThat(second.get().postId()).isEqualTo(winner.postId());
        }
    }

    @Test
    void aDuplicateOfWhatWasRolledBackIsDone() throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            Services.of(first, clock).actions().like(bob.userId(), post, "key");

            Future<ActionResult> second =
                    race.beginAndBlock(() -> run(s -> s.actions().like(bob.userId(), post, "key")));
            first.getTransaction().rollback();

            assertThat(second.get().replayed()).isFalse();
        }
        assertThat(count("select count(*) from gem_event")).isEqualTo(1);
    }

    @Test
    void twoRequestsNeverBothTakeTheLastFreeUnit() throws Exception {
        like(bob, postOfAnother());
        like(bob, postOfAnother());
        UUID other = postOfAnother();
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            ActionResult winner = Services.of(first, clock).actions().like(bob.userId(), post, "a");
            assertThat(winner.payment()).isEqualTo(Payment.ALLOWANCE);

            Future<ActionResult> second =
                    race.beginAndBlock(() -> run(s -> s.actions().like(bob.userId(), other, "b")));
            first.getTransaction().commit();

            assertThatThrownBy(second::get).rootCause().isInstanceOfSatisfying(BusinessException.class, e -> assertThat(
                            e.code())
                    .isEqualTo(ErrorCode.INSUFFICIENT_BALANCE));
        }
        assertThat(count("select used from free_allowance_use where kind = 'LIKE'"))
                .isEqualTo(3);
    }

    @Test
    void aFreeUnitThatWasRolledBackIsFreeForTheNext() throws Exception {
        like(bob, postOfAnother());
        like(bob, postOfAnother());
        UUID other = postOfAnother();
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            Services.of(first, clock).actions().like(bob.userId(), post, "a");

            Future<ActionResult> second =
                    race.beginAndBlock(() -> run(s -> s.actions().like(bob.userId(), other, "b")));
            first.getTransaction().rollback();

            assertThat(second.get().payment()).isEqualTo(Payment.ALLOWANCE);
        }
    }

    @Test
    void aRefusedPaymentLeavesNothing() {
        refused(ErrorCode.INSUFFICIENT_BALANCE, () -> run(s -> s.actions().dislike(bob.userId(), post, "key")));

        assertNothingOf(bob);
    }

    @Test
    void aFailureAfterThePaymentUndoesThePayment() throws SQLException {
        fund(bob, 100);
        owner(
                "alter table gem_event add constraint ck_gem_event_fails_in_this_test check (gems_hundredths > 0) not valid");

        assertThatThrownBy(() -> run(s -> s.actions().dislike(bob.userId(), post, "key")))
                .hasMessageContaining("ck_gem_event_fails_in_this_test");

        assertNothingOf(bob);
        assertThat(balance(bob)).isEqualTo(TokenAmount.ofPeer(100));
    }

    @Test
    void aReplyStaysUnderItsPost() {
        UUID comment = Objects.requireNonNull(
                run(s -> s.actions().comment(bob.userId(), new WriteComment(post, null, "one"), "a"))
                        .commentId());
        UUID other = postOfAnother();

        ActionResult reply = run(s -> s.actions().comment(bob.userId(), new WriteComment(post, comment, "two"), "b"));
        refused(
                ErrorCode.NOT_FOUND,
                () -> run(s -> s.actions().comment(bob.userId(), new WriteComment(other, comment, "x"), "c")));
        run(s -> {
            s.moderation().hideComment(alice.userId(), comment, "off topic");
            return true;
        });
        refused(
                ErrorCode.CONTENT_UNAVAILABLE,
                () -> run(s -> s.actions().comment(bob.userId(), new WriteComment(post, comment, "x"), "d")));

        assertThat(run(s -> s.posts().comments(post, new PageRequest(10, null))).items())
                .extracting(Comment::id)
                .containsExactly(Objects.requireNonNull(reply.commentId()));
        assertThat(count("select count(*) from audit_log where action = 'hide-comment'"))
                .isEqualTo(1);
    }

    @Test
    void hiddenPostsAreNotShownAndCountsAreKept() {
        UUID hidden = post(bob, "to be hidden");
        like(bob, post);
        run(s -> {
            s.moderation().hidePost(alice.userId(), hidden, "spam");
            return true;
        });

        assertThat(run(s -> s.posts().latest(new PageRequest(10, null))).items())
                .extracting(Post::id, Post::likes)
                .containsExactly(tuple(post, 1L));
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.posts().byId(hidden)));
        refused(
                ErrorCode.NOT_FOUND,
                () -> run(s -> {
                    s.moderation().hidePost(alice.userId(), hidden, "again");
                    return true;
                }));
    }

    private void play(Map<String, UUID> names, String script) {
        int line = 0;
        for (String row : script.lines().toList()) {
            String[] words = row.trim().split(" +", -1);
            UUID actor = Objects.requireNonNull(names.get(words[1]));
            UUID target = Objects.requireNonNull(names.get(words[2]));
            assertThat(answer(words[0], actor, target, "line-" + line++))
                    .as(row)
                    .isEqualTo(words[3]);
        }
    }

    private String answer(String action, UUID actor, UUID target, String key) {
        try {
            return run(s -> perform(s.actions(), action, actor, target, key))
                    .payment()
                    .name();
        } catch (BusinessException refused) {
            return refused.code().name();
        }
    }

    private static ActionResult perform(Actions actions, String action, UUID actor, UUID target, String key) {
        return switch (ActionKind.valueOf(action.toUpperCase(Locale.ROOT))) {
            case LIKE -> actions.like(actor, target, key);
            case DISLIKE -> actions.dislike(actor, target, key);
            case VIEW -> actions.view(actor, target, null);
            case COMMENT -> actions.comment(actor, new WriteComment(target, null, "a comment"), key);
            case POST -> throw new IllegalArgumentException("a post has no target");
        };
    }

    private void assertNothingOf(Holder holder) {
        String id = "'" + holder.userId() + "'";
        assertThat(count("select count(*) from content_action where actor_id = " + id))
                .isZero();
        assertThat(count("select count(*) from content_request where actor_id = " + id))
                .isZero();
        assertThat(count("select count(*) from free_allowance_use where user_id = " + id))
                .isZero();
        assertThat(count("select count(*) from gem_event where actor_id = " + id))
                .isZero();
        assertThat(count("select count(*) from ledger_transaction where kind = 'SPEND'"))
                .isZero();
    }

    /** Free, because it is its author's only one. */
    private UUID postOfAnother() {
        return post(database.inTransaction(em -> aHolder(em)), "a post of somebody else");
    }

    private UUID post(Holder author, String text) {
        return run(s -> s.posts().create(author.userId(), new CreatePost(text), "post"))
                .postId();
    }

    private ActionResult like(Holder actor, UUID target) {
        return run(s -> s.actions().like(actor.userId(), target, "like-" + target));
    }

    private void fund(Holder holder, long peer) {
        database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(peer), holder));
    }

    private TokenAmount balance(Holder holder) {
        return run(s -> s.ledger().balance(holder.account())).available();
    }

    private TokenAmount system(SystemAccount account) {
        return run(s -> s.ledger().balance(account.id())).available();
    }

    private LocalDate clockDay() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private void owner(String sql) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, clock)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
