package network.peer.rewards;

import static java.util.Objects.requireNonNull;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.configuration.Setting;
import network.peer.content.CreatePost;
import network.peer.content.WriteComment;
import network.peer.database.Rows;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.AbuseLimits;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsChange;
import network.peer.tokenomics.TokenomicsChange.TermsChange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a day beside its arithmetic: estimate, limits, exclusion, approval, explanation. */
class RewardProposalsIT {
    private static final LocalDate DAY = LocalDate.parse("2026-11-21");
    private static final TokenAmount POOL = TokenAmount.ofPeer(5_000);
    private static final PageRequest ALL = new PageRequest(100, null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder alice;
    private Holder bob;
    private Holder carol;
    private Holder operator;
    private UUID alicesPost;
    private UUID bobsPost;

    @BeforeEach
    void aliceAndBobPost() {
        database = TestDatabase.freshDatabase();
        alice = database.inTransaction(em -> aHolder(em));
        bob = database.inTransaction(em -> aHolder(em));
        carol = database.inTransaction(em -> aHolder(em));
        operator = database.inTransaction(em -> aHolder(em));
        alicesPost = post(alice);
        bobsPost = post(bob);
    }

    @AfterEach
    void close() {
        System.clearProperty(Setting.REWARDS_APPROVAL.key());
        System.clearProperty(Setting.REWARDS_ESTIMATE_SECONDS.key());
        database.close();
    }

    @Test
    void theEstimateIsTheShareRoundedDownByTheRulesOfTheClose() throws SQLException {
        assertThat(estimate(alice)).isEqualTo(new RewardEstimate(DAY, 0, 0, POOL, TokenAmount.ZERO));
        like(carol, alicesPost);
        like(bob, alicesPost);
        comment(carol, bobsPost);
        Holder suspended = database.inTransaction(em -> aHolder(em));
        like(carol, post(suspended));
        status(suspended, "SUSPENDED");

        assertThat(estimate(alice))
                .isEqualTo(new RewardEstimate(DAY, 1_000, 1_200, POOL, TokenAmount.parse("4166.666666666")));
        assertThat(estimate(bob).amount().display()).isEqualTo("833.333333333");
        assertThat(estimate(suspended).amount()).isEqualTo(TokenAmount.ZERO);
        assertThat(estimate(suspended).gemsHundredths()).isEqualTo(500);

        exclude(bob);
        assertThat(estimate(bob).amount()).isEqualTo(TokenAmount.ZERO);
        assertThat(estimate(alice).amount()).isEqualTo(POOL);
    }

    @Test
    void fiftyEstimatesCountTheDayOnceAndOnesOwnGemsEachTime() {
        // Longer than the test takes, however slow the machine is.
        System.setProperty(Setting.REWARDS_ESTIMATE_SECONDS.key(), "36000");
        AtomicInteger counts = new AtomicInteger();
        DayTotals totals = new DayTotals() {
            @Override
            public Total of(LocalDate day, Supplier<Total> count) {
                return super.of(day, () -> {
                    counts.incrementAndGet();
                    return count.get();
                });
            }
        };
        like(carol, alicesPost);
        for (int call = 0; call < 50; call++) {
            assertThat(estimate(alice, totals).amount()).isEqualTo(POOL);
        }

        like(bob, alicesPost);
        like(carol, bobsPost);

        assertThat(estimate(alice, totals)).isEqualTo(new RewardEstimate(DAY, 1_000, 1_000, POOL, POOL));
        assertThat(estimate(bob, totals)).isEqualTo(new RewardEstimate(DAY, 500, 500, POOL, POOL));
        assertThat(counts).hasValue(1);
    }

    /** Action, gem event, day, share, ledger transaction: the settlement of that is asked for by day and user. */
    @Test
    void aPayoutIsExplainedFromItsActionsOn() {
        UUID like = run(s -> s.actions().like(carol.userId(), alicesPost, "l")).actionId();
        UUID view = run(s -> s.actions().view(bob.userId(), alicesPost, null)).actionId();
        comment(carol, bobsPost);
        refused(ErrorCode.NOT_FOUND, () -> explain(alice));
        pay();

        RewardExplanation explanation = explain(alice);

        // 5 000 PEER × 525 / 725 is 3620.689655172 and 10/29 of a base unit; bob's 1379.310344827 and 19/29 gets the
        // rest.
        assertThat(explanation.day().gemsHundredths()).isEqualTo(725);
        assertThat(explanation.share().gemsHundredths()).isEqualTo(525);
        assertThat(requireNonNull(explanation.floorShare()).display()).isEqualTo("3620.689655172");
        assertThat(explanation.remainderBaseUnits()).isZero();
        assertThat(explain(bob).remainderBaseUnits()).isEqualTo(1);
        assertThat(requireNonNull(explain(bob).share().amount()).display()).isEqualTo("1379.310344828");
        assertThat(explanation.share().ledgerTransactionId()).isNotNull();
        assertThat(events(alice))
                .extracting(GemEvent::actionId, GemEvent::kind, GemEvent::gemsHundredths, GemEvent::actionDay)
                .containsExactly(tuple(like, ActionKind.LIKE, 500L, DAY), tuple(view, ActionKind.VIEW, 25L, DAY));
        refused(ErrorCode.NOT_FOUND, () -> explain(carol));
    }

    @Test
    void anExcludedUserIsLeftOutWithTheReasonBeforeAndAfterTheClose() {
        like(carol, alicesPost);
        like(carol, bobsPost);
        Holder dora = database.inTransaction(em -> aHolder(em));
        like(carol, post(dora));
        refused(ErrorCode.BAD_INPUT, () -> exclude(operator, alice, " "));
        refused(ErrorCode.FORBIDDEN, () -> exclude(alice, alice, "myself"));
        refused(ErrorCode.NOT_FOUND, () -> exclude(operator, new Holder(Ids.newId(), alice.account()), "nobody"));
        exclude(bob);
        exclude(bob);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        aggregate();
        exclude(dora);
        aggregate();

        RewardDay completed = finish();

        assertThat(completed.paidUsers()).isEqualTo(1);
        assertThat(completed.leftOutUsers()).isEqualTo(2);
        assertThat(balance(alice)).isEqualTo(POOL);
        assertThat(run(s -> s.rewardQueries().payouts(DAY, ALL)).items())
                .extracting(RewardShare::userId, RewardShare::leftOutReason)
                .containsExactlyInAnyOrder(
                        tuple(alice.userId(), null),
                        tuple(bob.userId(), LeftOutReason.EXCLUDED),
                        tuple(dora.userId(), LeftOutReason.EXCLUDED));
        assertThat(explain(bob).exclusionReason()).isEqualTo("farms gems");
        assertThat(explain(alice).exclusionReason()).isNull();
        refused(ErrorCode.DAY_CLOSED, () -> exclude(alice));
        refused(
                ErrorCode.BAD_INPUT,
                () -> run(s -> {
                    s.rewardProposals().exclude(operator.userId(), DAY.plusDays(2), alice.userId(), "too early");
                    return true;
                }));
        assertThat(count("select count(*) from audit_log where action = 'exclude-from-day'"))
                .isEqualTo(2);
    }

    @Test
    void aDayWaitsForItsApprovalWhereOneIsAskedFor() {
        System.setProperty(Setting.REWARDS_APPROVAL.key(), "operator");
        like(carol, alicesPost);
        refused(ErrorCode.CONFLICT, this::approve);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        refused(ErrorCode.CONFLICT, this::approve);
        aggregate();
        assertThat(awaitsApproval()).isTrue();
        refused(ErrorCode.APPROVAL_MISSING, () -> run(s -> s.rewardDays().allocate(DAY)));

        approve();
        approve();

        assertThat(awaitsApproval()).isFalse();
        refused(ErrorCode.DAY_CLOSED, () -> exclude(alice));
        assertThat(finish().paidUsers()).isEqualTo(1);
        assertThat(awaitsApproval()).isFalse();
        assertThat(count("select count(*) from audit_log where action = 'approve-day'"))
                .isEqualTo(1);
    }

    /** Whoever excludes holds the day until the commit: an approval comes before or after, never beside it. */
    @Test
    void anExclusionAndAnApprovalFollowEachOther() throws Exception {
        like(carol, alicesPost);
        like(carol, bobsPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        aggregate();
        try (Race race = new Race(database);
                EntityManager excluding = database.entityManager()) {
            excluding.getTransaction().begin();
            Services.of(excluding, clock).rewardProposals().exclude(operator.userId(), DAY, bob.userId(), "late");

            Future<Boolean> approval = race.beginAndBlock(this::approve);
            excluding.getTransaction().commit();

            assertThat(approval.get()).isTrue();
        }
        assertThat(finish().leftOutUsers()).isEqualTo(1);
    }

    @Test
    void theDatabaseKnowsExclusionsAndApprovals() throws SQLException {
        like(carol, alicesPost);
        like(carol, bobsPost);
        theNextDay();
        assertThatThrownBy(() -> app("insert into reward_approval (day, approved_by) values ('2026-11-21', '"
                        + operator.userId() + "')"))
                .hasMessageContaining("no proposal");
        run(s -> s.rewardDays().close(DAY));
        aggregate();
        app("insert into reward_exclusion (day, user_id, reason, excluded_by) values ('2026-11-21', '" + bob.userId()
                + "', 'by hand', '" + operator.userId() + "')");
        assertThatThrownBy(() -> run(s -> s.rewardDays().allocate(DAY))).hasMessageContaining("are not applied");
        app("update reward_share set left_out_reason = 'EXCLUDED'");
        assertThatThrownBy(() -> run(s -> s.rewardDays().allocate(DAY))).hasMessageContaining("are not applied");
        app("insert into reward_approval (day, approved_by) values ('2026-11-21', '" + operator.userId() + "')");
        assertThatThrownBy(() -> app("insert into reward_exclusion (day, user_id, reason, excluded_by) values"
                        + " ('2026-11-21', '" + alice.userId() + "', 'late', '" + operator.userId() + "')"))
                .hasMessageContaining("is approved");
    }

    @Test
    void limitsKeepGemsBackAndSayWhy() {
        scheduleForTomorrow(new AbuseLimits(1_100L, 700L, null));
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        LocalDate day = DAY.plusDays(1);

        like(carol, alicesPost);
        comment(carol, alicesPost);
        comment(carol, alicesPost);
        like(carol, bobsPost);
        run(s -> s.actions().view(carol.userId(), bobsPost, null));

        assertThat(events(day, alice))
                .extracting(GemEvent::gemsHundredths, GemEvent::withheldHundredths, GemEvent::withheldReason)
                .containsExactly(
                        tuple(500L, 0L, null), tuple(200L, 0L, null), tuple(0L, 200L, WithheldReason.PAIR_LIMIT));
        assertThat(events(day, bob))
                .extracting(GemEvent::gemsHundredths, GemEvent::withheldHundredths, GemEvent::withheldReason)
                .containsExactly(
                        tuple(400L, 100L, WithheldReason.ACTOR_LIMIT), tuple(0L, 25L, WithheldReason.ACTOR_LIMIT));
        clock.set(Instant.parse("2026-11-23T10:00:00Z"));
        comment(carol, alicesPost);
        assertThat(events(day.plusDays(1), alice))
                .extracting(GemEvent::gemsHundredths)
                .containsExactly(200L);
    }

    @Test
    void youngAccountsActAndGiveNothing() throws SQLException {
        scheduleForTomorrow(new AbuseLimits(null, null, 86_400L));
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        owner("update app_user set created_at = '2026-11-21T10:00:00.000001Z' where id = '" + carol.userId() + "'");
        owner("update app_user set created_at = '2026-11-21T10:00:00Z' where id = '" + bob.userId() + "'");

        like(carol, alicesPost);
        like(bob, alicesPost);

        assertThat(events(DAY.plusDays(1), alice))
                .extracting(GemEvent::actorId, GemEvent::gemsHundredths, GemEvent::withheldReason)
                .containsExactly(
                        tuple(carol.userId(), 0L, WithheldReason.ACTOR_TOO_YOUNG), tuple(bob.userId(), 500L, null));
    }

    @Test
    void twoActionsAtOnceNeverGiveMoreThanTheLimitTogether() throws Exception {
        scheduleForTomorrow(new AbuseLimits(500L, null, null));
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        run(s -> s.actions().view(bob.userId(), alicesPost, null));
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            Services.of(first, clock).actions().like(carol.userId(), alicesPost, "a");

            // A comment, since a second like would wait at the allowance already.
            Future<Boolean> second = race.beginAndBlock(() -> comment(carol, bobsPost));
            first.getTransaction().commit();

            assertThat(second.get()).isTrue();
        }
        assertThat(events(DAY.plusDays(1), bob))
                .extracting(GemEvent::gemsHundredths)
                .containsExactly(0L);
        assertThat(count("select given_hundredths from gem_giving where actor_id = '" + carol.userId() + "'"))
                .isEqualTo(500);
    }

    /** What is past keeps its version, however late the day is closed. */
    @Test
    void aDayIsPaidByTheVersionThatWasInForceOnIt() {
        like(carol, alicesPost);
        run(s -> s.tokenomics()
                .schedule(
                        operator.userId(),
                        Instant.parse("2026-11-22T00:00:00Z"),
                        new TokenomicsChange(
                                TokenAmount.ofPeer(7_000),
                                Map.of(ActionKind.LIKE, new TermsChange(null, null, 900L)),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null),
                        "a test"));
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        like(carol, bobsPost);
        assertThat(estimate(bob).pool()).isEqualTo(TokenAmount.ofPeer(7_000));
        assertThat(events(DAY.plusDays(1), bob))
                .extracting(GemEvent::gemsHundredths)
                .containsExactly(900L);

        pay();

        assertThat(explain(alice).day().tokenomicsVersion()).isEqualTo(1);
        assertThat(balance(alice)).isEqualTo(POOL);
    }

    @Test
    void everyDayFromTheFirstGemOnIsDueUntilItIsCompleted() {
        theNextDay();
        assertThat(unfinished()).isEmpty();
        clock.set(Instant.parse("2026-11-21T12:00:00Z"));
        like(carol, alicesPost);
        assertThat(unfinished()).isEmpty();
        clock.set(Instant.parse("2026-11-22T00:04:59.999999Z"));
        assertThat(unfinished()).isEmpty();
        theNextDay();
        assertThat(unfinished()).containsExactly(DAY);
        clock.set(Instant.parse("2026-11-24T10:00:00Z"));
        like(carol, bobsPost);
        assertThat(unfinished()).containsExactly(DAY, DAY.plusDays(1), DAY.plusDays(2));

        pay();

        assertThat(unfinished()).containsExactly(DAY.plusDays(1), DAY.plusDays(2));
    }

    private List<LocalDate> unfinished() {
        return run(s -> s.rewardDays().unfinished(10));
    }

    private void scheduleForTomorrow(AbuseLimits limits) {
        run(s -> s.tokenomics()
                .schedule(
                        operator.userId(),
                        Instant.parse("2026-11-22T00:00:00Z"),
                        new TokenomicsChange(null, Map.of(), null, null, null, null, null, limits),
                        "a test"));
    }

    private void pay() {
        clock.set(
                clock.instant().isBefore(Instant.parse("2026-11-22T00:05:00Z"))
                        ? Instant.parse("2026-11-22T00:05:00Z")
                        : clock.instant());
        run(s -> s.rewardDays().close(DAY));
        aggregate();
        finish();
    }

    private void aggregate() {
        run(s -> s.rewardDays().aggregate(DAY, 0, 1));
    }

    private RewardDay finish() {
        run(s -> s.rewardDays().allocate(DAY));
        run(s -> s.rewardDays().postChunk(DAY, null, 100));
        return run(s -> s.rewardDays().complete(DAY));
    }

    private RewardEstimate estimate(Holder holder, DayTotals totals) {
        return database.inTransaction(em -> {
            Services s = Services.of(em, clock);
            return new RewardEstimates(em, s.ledger(), s.tokenomics(), totals, new BusinessClock(em, clock))
                    .today(holder.userId());
        });
    }

    private RewardEstimate estimate(Holder holder) {
        return run(s -> s.rewardEstimates().today(holder.userId()));
    }

    private RewardExplanation explain(Holder holder) {
        return run(s -> s.rewardQueries().explanation(DAY, holder.userId()));
    }

    private void exclude(Holder user) {
        exclude(operator, user, "farms gems");
    }

    private void exclude(Holder by, Holder user, String reason) {
        database.runInTransaction(
                em -> Services.of(em, clock).rewardProposals().exclude(by.userId(), DAY, user.userId(), reason));
    }

    private boolean approve() {
        database.runInTransaction(em -> Services.of(em, clock).rewardProposals().approve(operator.userId(), DAY));
        return true;
    }

    private boolean awaitsApproval() {
        return run(s -> s.rewardDays().awaitsApproval(DAY));
    }

    private void theNextDay() {
        clock.set(Instant.parse("2026-11-22T00:05:00Z"));
    }

    private UUID post(Holder author) {
        return run(s -> s.posts().create(author.userId(), new CreatePost("a post"), "post"))
                .postId();
    }

    private void like(Holder actor, UUID post) {
        run(s -> s.actions().like(actor.userId(), post, "like-" + post));
    }

    private boolean comment(Holder actor, UUID post) {
        run(s -> s.actions().comment(actor.userId(), new WriteComment(post, null, "hm"), "c" + Ids.newId()));
        return true;
    }

    private List<GemEvent> events(Holder owner) {
        return events(DAY, owner);
    }

    private List<GemEvent> events(LocalDate day, Holder owner) {
        return run(s -> s.rewardQueries().gemEvents(day, owner.userId(), ALL)).items();
    }

    private TokenAmount balance(Holder holder) {
        return run(s -> s.ledger().balance(holder.account())).available();
    }

    private long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private void status(Holder holder, String status) throws SQLException {
        owner("update app_user set status = '" + status + "' where id = '" + holder.userId() + "'");
    }

    private void app(String sql) throws SQLException {
        execute(database.appConnection(), sql);
    }

    private void owner(String sql) throws SQLException {
        execute(database.ownerConnection(), sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (connection;
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
