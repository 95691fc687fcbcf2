package network.peer.rewards;

import static java.util.Objects.requireNonNull;
import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import network.peer.PageRequest;
import network.peer.content.CreatePost;
import network.peer.content.Payment;
import network.peer.content.WriteComment;
import network.peer.ledger.SystemAccount;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures of a real day: 59 creators, 776 views, 295 likes and 345 comments by 120 users make 2 359 gems. */
class RealDayIT {
    private static final LocalDate DAY = LocalDate.parse("2026-11-21");
    private static final int USERS = 120;
    private static final int CREATORS = 59;
    private static final TokenAmount POOL = TokenAmount.ofPeer(5_000);

    private static TestDatabase database;
    private static SettableClock clock;
    private static List<UUID> users;
    private static List<UUID> posts;

    @BeforeAll
    static void playTheDay() {
        database = TestDatabase.freshDatabase();
        clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
        users = new ArrayList<>();
        posts = new ArrayList<>();
        database.runInTransaction(em -> {
            for (int i = 0; i < USERS; i++) {
                users.add(aHolder(em).userId());
            }
        });
        run(services -> {
            for (int i = 0; i < CREATORS; i++) {
                posts.add(services.posts()
                        .create(users.get(i), new CreatePost("post " + i), "post-" + i)
                        .postId());
            }
        });
        run(services -> times(776, (user, post, key) -> assertThat(
                        services.actions().view(user, post, key).payment())
                .isEqualTo(Payment.NO_PRICE)));
        run(services -> times(295, (user, post, key) -> assertThat(
                        services.actions().like(user, post, "like-" + key).payment())
                .isEqualTo(Payment.ALLOWANCE)));
        run(services -> times(345, (user, post, key) -> assertThat(services.actions()
                        .comment(user, new WriteComment(post, null, "comment " + key), "comment-" + key)
                        .payment())
                .isEqualTo(Payment.ALLOWANCE)));
        clock.set(Instant.parse("2026-11-22T00:05:00Z"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void paysThePoolToTheLastBaseUnitAtTheRateOfTheSpecification() {
        inTransaction(services -> services.rewardDays().close(DAY));
        for (int partition = 0; partition < 4; partition++) {
            int mine = partition;
            inTransaction(services -> services.rewardDays().aggregate(DAY, mine, 4));
        }
        RewardDay allocated = inTransaction(services -> services.rewardDays().allocate(DAY));
        List<Integer> chunks = new ArrayList<>();
        PostedChunk chunk = inTransaction(services -> services.rewardDays().postChunk(DAY, null, 25));
        while (!chunk.isLast()) {
            chunks.add(chunk.users());
            UUID after = chunk.lastUserId();
            chunk = inTransaction(services -> services.rewardDays().postChunk(DAY, after, 25));
        }
        RewardDay completed = inTransaction(services -> services.rewardDays().complete(DAY));

        assertThat(allocated.gemsHundredths()).isEqualTo(235_900);
        assertThat(chunks).containsExactly(25, 25, 9);
        assertThat(completed.state()).isEqualTo(RewardDayState.COMPLETED);
        assertThat(completed.outcome()).isEqualTo(RewardOutcome.MINTED);
        assertThat(completed.paidUsers()).isEqualTo(CREATORS);
        assertThat(completed.minted()).isEqualTo(POOL);
        List<RewardShare> shares = inTransaction(
                        services -> services.rewardQueries().payouts(DAY, new PageRequest(100, null)))
                .items();
        assertThat(shares).hasSize(CREATORS);
        long paid = 0;
        for (RewardShare share : shares) {
            long floor = Allocation.floorShare(POOL.baseUnits(), requireNonNull(share.gemsHundredths()), 235_900);
            assertThat(requireNonNull(share.amount()).baseUnits() - floor).isBetween(0L, 1L);
            assertThat(inTransaction(services ->
                                    services.ledger().balance(services.ledger().userAccount(share.userId())))
                            .available())
                    .isEqualTo(share.amount());
            paid += requireNonNull(share.amount()).baseUnits();
        }
        assertThat(paid).isEqualTo(POOL.baseUnits());
        assertThat(Allocation.floorShare(POOL.baseUnits(), 100, 235_900)).isEqualTo(2_119_542_178L);
        assertThat(inTransaction(services -> services.ledger().balance(SystemAccount.REWARD_POOL.id()))
                        .available())
                .isEqualTo(TokenAmount.ofPeer(19_500_000 - 5_000));
    }

    private interface Act {
        void by(UUID user, UUID post, String key);
    }

    /** Spreads actions over users and posts, never on one's own, never twice the same pair. */
    private static void times(int count, Act act) {
        int done = 0;
        for (int round = 0; done < count; round++) {
            for (int user = 0; user < USERS && done < count; user++) {
                int post = (user + round + 1) % CREATORS;
                if (post != user) {
                    act.by(users.get(user), posts.get(post), round + "-" + user);
                    done++;
                }
            }
        }
    }

    private static <T> T inTransaction(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, clock)));
    }

    private static void run(Consumer<Services> work) {
        database.runInTransaction(em -> work.accept(Services.of(em, clock)));
    }
}
