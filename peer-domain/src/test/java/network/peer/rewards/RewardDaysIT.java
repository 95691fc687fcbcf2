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
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.content.ActionResult;
import network.peer.content.CreatePost;
import network.peer.content.WriteComment;
import network.peer.database.Rows;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
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

class RewardDaysIT {
    private static final LocalDate DAY = LocalDate.parse("2026-11-21");
    private static final TokenAmount POOL = TokenAmount.ofPeer(5_000);
    private static final SettableClock LAST_MOMENT = new SettableClock(Instant.parse("2026-11-21T23:59:59Z"));
    private static final PageRequest ALL = new PageRequest(100, null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder alice;
    private Holder bob;
    private Holder carol;
    private UUID alicesPost;
    private UUID bobsPost;

    @BeforeEach
    void aliceAndBobPost() {
        database = TestDatabase.freshDatabase();
        alice = database.inTransaction(em -> aHolder(em));
        bob = database.inTransaction(em -> aHolder(em));
        carol = database.inTransaction(em -> aHolder(em));
        alicesPost = post(alice);
        bobsPost = post(bob);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDayCanBeClosedOnlyAfterItsGracePeriod() {
        clock.set(Instant.parse("2026-11-21T23:59:59.999999Z"));
        refused(ErrorCode.DAY_NOT_OVER, () -> run(s -> s.rewardDays().close(DAY)));
        clock.set(Instant.parse("2026-11-22T00:04:59.999999Z"));
        refused(ErrorCode.DAY_NOT_OVER, () -> run(s -> s.rewardDays().close(DAY)));
        refused(ErrorCode.DAY_NOT_OVER, () -> run(s -> s.rewardDays().close(LocalDate.parse("9999-12-31"))));
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.rewardDays().close(LocalDate.MAX)));
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.rewardDays().close(LocalDate.MIN)));
        refused(ErrorCode.NOT_FOUND, () -> run(s -> s.rewardDays().close(LocalDate.parse("2024-12-31"))));

        clock.set(Instant.parse("2026-11-22T00:05:00Z"));

        assertThat(run(s -> s.rewardDays().close(DAY)).state()).isEqualTo(RewardDayState.CLOSED);
    }

    @Test
    void closingTwiceChangesNothing() {
        like(carol, alicesPost);
        theNextDay();
        RewardDay first = run(s -> s.rewardDays().close(DAY));
        clock.set(Instant.parse("2026-11-22T09:00:00Z"));

        RewardDay second = run(s -> s.rewardDays().close(DAY));

        assertThat(second).isEqualTo(first);
        assertThat(payouts()).hasSize(1);
    }

    /** The event's transaction is open when the close begins: the close waits and the event is in the day. */
    @Test
    void anEventThatIsBeingRecordedIsStillInTheDay() throws Exception {
        theNextDay();
        try (Race race = new Race(database);
                EntityManager recording = database.entityManager()) {
            recording.getTransaction().begin();
            Services.of(recording, LAST_MOMENT).actions().like(carol.userId(), alicesPost, "late");

            Future<RewardDay> closing =
                    race.beginAndBlock(() -> run(s -> s.rewardDays().close(DAY)));
            recording.getTransaction().commit();

            assertThat(closing.get().state()).isEqualTo(RewardDayState.CLOSED);
        }
        assertThat(payouts()).extracting(RewardShare::userId).containsExactly(alice.userId());
        assertThat(events(DAY)).hasSize(1);
    }

    /** The close is open when the event comes: the event waits and is in the next day, with both dates. */
    @Test
    void anEventThatComesDuringTheCloseIsInTheNextDay() throws Exception {
        like(carol, bobsPost);
        theNextDay();
        try (Race race = new Race(database);
                EntityManager closing = database.entityManager()) {
            closing.getTransaction().begin();
            Services.of(closing, clock).rewardDays().close(DAY);

            Future<ActionResult> late = race.beginAndBlock(() -> database.inTransaction(
                    em -> Services.of(em, LAST_MOMENT).actions().like(carol.userId(), alicesPost, "late")));
            closing.getTransaction().commit();

            assertThat(late.get().recordedAt()).isEqualTo(LAST_MOMENT.instant());
        }
        assertThat(payouts()).extracting(RewardShare::userId).containsExactly(bob.userId());
        assertThat(events(DAY.plusDays(1)))
                .extracting(GemEvent::actionDay, GemEvent::rewardDay)
                .containsExactly(tuple(DAY, DAY.plusDays(1)));
    }

    @Test
    void theDatabaseTakesNoEventIntoAClosedDay() throws SQLException {
        like(carol, alicesPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));

        assertThatThrownBy(() -> app("insert into gem_event select gen_random_uuid(), action_id, kind, actor_id,"
                        + " post_id, owner_id, 1, recorded_at, action_day, reward_day, tokenomics_version"
                        + " from gem_event"))
                .hasMessageContaining("is not open");
        assertThatThrownBy(() -> app("update gem_event set gems_hundredths = 1"))
                .hasMessageContaining("permission");
        assertThatThrownBy(() -> app("update reward_day set state = 'OPEN', closed_at = null"))
                .hasMessageContaining("cannot go");
    }

    @Test
    void whoIsLeftOutIsListedWithTheReason() throws SQLException {
        Holder suspended = database.inTransaction(em -> aHolder(em));
        Holder unverified = database.inTransaction(em -> aHolder(em));
        UUID suspendedsPost = post(suspended);
        UUID unverifiedsPost = post(unverified);
        like(carol, alicesPost);
        like(carol, suspendedsPost);
        like(carol, unverifiedsPost);
        fundAndDislike(carol, bobsPost);
        owner("update app_user set status = 'SUSPENDED' where id = '" + suspended.userId() + "'");
        owner("update app_user set verified_at = null where id = '" + unverified.userId() + "'");
        theNextDay();

        run(s -> s.rewardDays().close(DAY));
        // Judged at the close and frozen.
        owner("update app_user set status = 'SUSPENDED' where id = '" + alice.userId() + "'");
        owner("update app_user set status = 'ACTIVE' where id = '" + suspended.userId() + "'");
        RewardDay completed = finish(1);

        assertThat(completed.paidUsers()).isEqualTo(1);
        assertThat(completed.leftOutUsers()).isEqualTo(3);
        assertThat(payouts())
                .extracting(RewardShare::userId, RewardShare::leftOutReason, RewardShare::amount)
                .containsExactlyInAnyOrder(
                        tuple(alice.userId(), null, POOL),
                        tuple(bob.userId(), LeftOutReason.NO_POSITIVE_GEMS, null),
                        tuple(suspended.userId(), LeftOutReason.NOT_ACTIVE, null),
                        tuple(unverified.userId(), LeftOutReason.NOT_VERIFIED, null));
        manyDaysAtOnceAreAsEachDayAlone();
    }

    private void manyDaysAtOnceAreAsEachDayAlone() {
        PageRequest two = new PageRequest(2, null);
        PageRequest next = new PageRequest(
                2, run(s -> s.rewardQueries().payouts(DAY, two)).cursors().get(1));
        List<LocalDate> days = List.of(DAY, DAY.plusDays(1));
        for (PageRequest request : List.of(two, next)) {
            Map<LocalDate, Page<RewardShare>> pages = run(s -> s.rewardQueries().payouts(days, request));
            Page<RewardShare> alone = run(s -> s.rewardQueries().payouts(DAY, request));
            assertThat(pages)
                    .containsOnly(
                            Map.entry(DAY, alone), Map.entry(DAY.plusDays(1), new Page<>(List.of(), List.of(), false)));
        }
        RewardShare alices =
                run(s -> s.rewardQueries().share(DAY, alice.userId())).orElseThrow();
        Map<LocalDate, RewardShare> shares = run(s -> s.rewardQueries().shares(days, alice.userId()));
        assertThat(shares).containsOnly(Map.entry(DAY, alices));
        Map<UUID, List<RewardShare>> newest =
                run(s -> s.rewardQueries().newestShares(List.of(alice.userId(), carol.userId()), 7));
        assertThat(newest).containsOnly(Map.entry(alice.userId(), List.of(alices)));
    }

    @Test
    void aDayWithoutGemsMintsNothingAndSaysSo() {
        theNextDay();
        run(s -> s.rewardDays().close(DAY));

        RewardDay completed = finish(1);

        assertThat(completed.outcome()).isEqualTo(RewardOutcome.NO_GEMS);
        assertThat(completed.minted()).isEqualTo(TokenAmount.ZERO);
        assertThat(completed.pool()).isEqualTo(POOL);
        assertThat(count("select count(*) from ledger_transaction where kind = 'MINT'"))
                .isZero();
    }

    @Test
    void anyNumberOfPartitionsAndRepetitionsGivesTheSameShares() {
        like(carol, alicesPost);
        like(bob, alicesPost);
        run(s -> s.actions().comment(carol.userId(), new WriteComment(bobsPost, null, "hm"), "c"));
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        for (int partitions : new int[] {1, 3, 256, 4}) {
            aggregate(partitions);
        }

        run(s -> s.rewardDays().allocate(DAY));

        assertThat(payouts())
                .extracting(RewardShare::userId, RewardShare::gemsHundredths)
                .containsExactlyInAnyOrder(tuple(alice.userId(), 1_000L), tuple(bob.userId(), 200L));
        // 5 000 PEER by 10 and 2 gems: 4166 2/3 and 833 1/3.
        assertThat(payouts())
                .extracting(share -> requireNonNull(share.amount()).display())
                .containsExactlyInAnyOrder("4166.666666667", "833.333333333");
    }

    @Test
    void refusesToAllocateWhatIsNotAggregated() {
        like(carol, alicesPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));

        assertThatThrownBy(() -> run(s -> s.rewardDays().allocate(DAY))).hasMessageContaining("not aggregated");

        assertThat(day().state()).isEqualTo(RewardDayState.CLOSED);
    }

    @Test
    void theDatabaseRefusesSumsThatAreNotThoseOfTheEvents() throws SQLException {
        like(carol, alicesPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        app("update reward_share set gems_hundredths = 499");

        assertThatThrownBy(() -> run(s -> s.rewardDays().allocate(DAY)))
                .hasMessageContaining("the gems of reward day 2026-11-21 are not aggregated");
    }

    @Test
    void theDatabaseRefusesSharesThatAreNotThePool() throws SQLException {
        like(carol, alicesPost);
        like(carol, bobsPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        aggregate(1);

        // One base unit too few, then the right sum divided unfairly.
        assertThatThrownBy(() -> allocateByHand(2_500_000_000_000L, 2_499_999_999_999L))
                .hasMessageContaining("are not its pool");
        assertThatThrownBy(() -> allocateByHand(2_500_000_000_002L, 2_499_999_999_998L))
                .hasMessageContaining("are not its pool");
        allocateByHand(2_500_000_000_000L, 2_500_000_000_000L);
    }

    @Test
    void chunksCanBeRepeatedAndNeverPayTwice() {
        like(carol, alicesPost);
        like(carol, bobsPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        refused(ErrorCode.CONFLICT, () -> run(s -> s.rewardDays().postChunk(DAY, null, 10)));
        aggregate(1);
        run(s -> s.rewardDays().allocate(DAY));
        refused(ErrorCode.CONFLICT, () -> run(s -> s.rewardDays().complete(DAY)));

        PostedChunk first = run(s -> s.rewardDays().postChunk(DAY, null, 1));
        PostedChunk repeated = run(s -> s.rewardDays().postChunk(DAY, null, 1));
        PostedChunk nothing = run(s -> s.rewardDays().postChunk(DAY, null, 1));
        run(s -> s.rewardDays().complete(DAY));

        assertThat(first.users() + repeated.users()).isEqualTo(2);
        assertThat(first.lastUserId()).isNotEqualTo(repeated.lastUserId());
        assertThat(nothing.isLast()).isTrue();
        assertThat(run(s -> s.rewardDays().postChunk(DAY, null, 1)).isLast()).isTrue();
        assertThat(balance(alice).plus(balance(bob))).isEqualTo(POOL);
        assertThat(count("select count(*) from ledger_transaction where kind = 'MINT'"))
                .isEqualTo(2);
    }

    @Test
    void aChunkThatIsRolledBackIsPostedByTheNext() {
        like(carol, alicesPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        aggregate(1);
        run(s -> s.rewardDays().allocate(DAY));
        try (EntityManager killed = database.entityManager()) {
            killed.getTransaction().begin();
            Services.of(killed, clock).rewardDays().postChunk(DAY, null, 10);
            killed.getTransaction().rollback();
        }

        assertThat(run(s -> s.rewardDays().postChunk(DAY, null, 10)).users()).isEqualTo(1);
        assertThat(balance(alice)).isEqualTo(POOL);
    }

    @Test
    void twoServersPostingTheSameDayPayEachShareOnce() throws Exception {
        like(carol, alicesPost);
        like(carol, bobsPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        aggregate(1);
        run(s -> s.rewardDays().allocate(DAY));
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            Services.of(first, clock).rewardDays().postChunk(DAY, null, 1);

            Future<PostedChunk> second =
                    race.beginAndBlock(() -> run(s -> s.rewardDays().postChunk(DAY, null, 10)));
            first.getTransaction().commit();

            assertThat(second.get().users()).isEqualTo(1);
        }
        assertThat(balance(alice)).isEqualTo(TokenAmount.ofPeer(2_500));
        assertThat(balance(bob)).isEqualTo(TokenAmount.ofPeer(2_500));
    }

    @Test
    void aPayoutIsExplainedByItsGemEvents() {
        like(carol, alicesPost);
        ActionResult view = run(s -> s.actions().view(carol.userId(), alicesPost, null));
        theNextDay();
        run(s -> s.rewardDays().close(DAY));
        finish(2);

        RewardShare share =
                run(s -> s.rewardQueries().share(DAY, alice.userId())).orElseThrow();

        assertThat(share.ledgerTransactionId()).isNotNull();
        assertThat(events(DAY)).extracting(GemEvent::gemsHundredths).containsExactly(500L, 25L);
        assertThat(events(DAY)).extracting(GemEvent::actionId).contains(view.actionId());
    }

    @Test
    void theLastDayMintsWhatIsLeftUnderTheCap() throws SQLException {
        // For one day the pool is the cap, so that one mint can take all but 1 000 PEER out of the reward pool.
        owner(tokenomics(2, DAY.minusDays(1), TokenAmount.ofPeer(19_500_000)));
        owner(tokenomics(3, DAY, POOL));
        mint(DAY.minusDays(1), 2, TokenAmount.ofPeer(19_499_000));
        like(carol, alicesPost);
        theNextDay();
        run(s -> s.rewardDays().close(DAY));

        RewardDay completed = finish(1);

        assertThat(completed.minted()).isEqualTo(TokenAmount.ofPeer(1_000));
        assertThat(balance(alice)).isEqualTo(TokenAmount.ofPeer(1_000));
    }

    private static String tokenomics(int version, LocalDate validFrom, TokenAmount dailyPool) {
        return """
                insert into tokenomics
                select (jsonb_populate_record(t, jsonb_build_object(
                    'version', %d, 'valid_from', '%sT00:00:00Z', 'daily_pool_base_units', %d))).*
                from tokenomics t where version = 1
                """.formatted(version, validFrom, dailyPool.baseUnits());
    }

    private void mint(LocalDate day, int tokenomicsVersion, TokenAmount amount) {
        run(s -> s.ledger()
                .post(new PostCommand(
                        TransactionKind.MINT,
                        "test/" + day,
                        "test",
                        clock.instant(),
                        tokenomicsVersion,
                        day,
                        List.of(new Posting(
                                SystemAccount.REWARD_POOL.id(), carol.account(), PostingRole.PRINCIPAL, amount)))));
    }

    private RewardDay finish(int partitions) {
        aggregate(partitions);
        run(s -> s.rewardDays().allocate(DAY));
        while (!run(s -> s.rewardDays().postChunk(DAY, null, 10)).isLast()) {
            assertThat(day().state()).isEqualTo(RewardDayState.ALLOCATED);
        }
        return run(s -> s.rewardDays().complete(DAY));
    }

    private void aggregate(int partitions) {
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            run(s -> s.rewardDays().aggregate(DAY, partition, partitions));
        }
    }

    private void allocateByHand(long first, long second) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update reward_share set amount_base_units = case when user_id ="
                    + " (select user_id from reward_share order by user_id limit 1) then " + first + " else " + second
                    + " end");
            statement.execute("update reward_day set state = 'ALLOCATED', outcome = 'MINTED', pool_base_units ="
                    + " 5000000000000, minted_base_units = 5000000000000, gems_hundredths = 1000, paid_users = 2,"
                    + " left_out_users = 0, allocated_at = now() where day = '2026-11-21'");
            connection.commit();
        }
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

    private void fundAndDislike(Holder actor, UUID post) {
        mint(DAY.minusDays(1), 1, TokenAmount.ofPeer(10));
        run(s -> s.actions().dislike(actor.userId(), post, "dislike-" + post));
    }

    private List<RewardShare> payouts() {
        return run(s -> s.rewardQueries().payouts(DAY, ALL)).items();
    }

    private List<GemEvent> events(LocalDate day) {
        return run(s -> s.rewardQueries().gemEvents(day, alice.userId(), ALL)).items();
    }

    private RewardDay day() {
        return run(s -> s.rewardQueries().byDay(DAY));
    }

    private TokenAmount balance(Holder holder) {
        return run(s -> s.ledger().balance(holder.account())).available();
    }

    private long count(String sql) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql)).longAt(0));
    }

    private void app(String sql) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
