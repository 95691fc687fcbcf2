package network.peer.content;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import network.peer.PageRequest;
import network.peer.database.Rows;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a post shows of the actions on it: all of them, by a read that does not look at them. */
class PostCountsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-12-01T10:00:00Z"));

    private TestDatabase database;
    private Holder author;
    private UUID post;

    @BeforeEach
    void aPost() {
        database = TestDatabase.freshDatabase();
        author = database.inTransaction(em -> aHolder(em));
        post = run(s -> s.posts()
                .create(author.userId(), new CreatePost("a post"), "post")
                .postId());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachKindIsCountedAndOnlyForItsPost() {
        Holder fan = database.inTransaction(em -> aHolder(em));
        UUID other = run(s -> s.posts()
                .create(fan.userId(), new CreatePost("another"), "other")
                .postId());
        run(s -> s.actions().like(fan.userId(), post, "l"));
        run(s -> s.actions().view(fan.userId(), post, "v"));
        run(s -> s.actions().comment(fan.userId(), new WriteComment(post, null, "one"), "c1"));
        run(s -> s.actions().comment(author.userId(), new WriteComment(post, null, "two"), "c2"));

        assertThat(counts(post)).containsExactly(1L, 0L, 2L, 1L);
        assertThat(counts(other)).containsExactly(0L, 0L, 0L, 0L);
        assertThat(run(s -> s.posts().latest(new PageRequest(10, null))).items())
                .extracting(Post::comments)
                .containsExactly(0L, 2L);
    }

    @Test
    void anActionThatIsRefusedOrRepeatedIsNotCounted() {
        Holder fan = database.inTransaction(em -> aHolder(em));
        run(s -> s.actions().like(fan.userId(), post, "l"));
        run(s -> s.actions().like(fan.userId(), post, "l"));
        try (EntityManager entities = database.entityManager()) {
            entities.getTransaction().begin();
            Services.of(entities, CLOCK).actions().view(fan.userId(), post, "v");
            entities.getTransaction().rollback();
        }

        assertThat(counts(post)).containsExactly(1L, 0L, 0L, 0L);
    }

    @Test
    void whoLikesAPostDoesNotWaitForAnotherWhoLikesIt() {
        Holder first = database.inTransaction(em -> aHolder(em));
        Holder second = database.inTransaction(em -> aHolder(em));
        // The first action of a day opens it, and for that all others wait.
        run(s -> s.actions().view(first.userId(), post, "v"));
        try (EntityManager slow = database.entityManager();
                EntityManager quick = database.entityManager()) {
            slow.getTransaction().begin();
            Services.of(slow, CLOCK).actions().like(first.userId(), post, "l");
            quick.getTransaction().begin();
            quick.createNativeQuery("set local lock_timeout = '5s'").executeUpdate();

            Services.of(quick, CLOCK).actions().like(second.userId(), post, "l");
            quick.getTransaction().commit();

            assertThat(counts(post)).containsExactly(1L, 0L, 0L, 1L);
            slow.getTransaction().commit();
        }
        assertThat(counts(post)).containsExactly(2L, 0L, 0L, 1L);
    }

    @Test
    void whoComesOneAfterTheOtherSharesASlot() {
        for (int i = 0; i < 3; i++) {
            Holder fan = database.inTransaction(em -> aHolder(em));
            run(s -> s.actions().like(fan.userId(), post, "l"));
        }

        assertThat(database.<Long>inTransaction(
                        em -> Rows.single(em.createNativeQuery("select count(*) from post_count where kind = 'LIKE'"))
                                .longAt(0)))
                .isEqualTo(1);
        assertThat(counts(post)).containsExactly(3L, 0L, 0L, 0L);
    }

    private List<Long> counts(UUID id) {
        Post found = run(s -> s.posts().byId(id));
        return List.of(found.likes(), found.dislikes(), found.comments(), found.views());
    }

    private <T> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }
}
