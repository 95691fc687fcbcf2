package network.peer.rewards.internal;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.rewards.NewGemEvent;
import network.peer.rewards.WithheldReason;
import network.peer.tokenomics.AbuseLimits;
import org.jspecify.annotations.Nullable;

/**
 * Applies the abuse limits of an action's tokenomics. What is taken away by a dislike counts as what is given. An actor's
 * own actions follow each other at the actor's row of the day; nobody else waits, and nobody at all while limits are off.
 */
public final class GemLimiter {
    private final EntityManager entities;

    public GemLimiter(EntityManager entities) {
        this.entities = entities;
    }

    /** What becomes of an action's gems. */
    public record Given(
            long gemsHundredths,
            long withheldHundredths,
            @Nullable WithheldReason reason) {
        static Given of(long worth, long allowed, WithheldReason reason) {
            long given = Long.signum(worth) * Math.min(Math.abs(worth), allowed);
            return given == worth ? new Given(worth, 0, null) : new Given(given, worth - given, reason);
        }
    }

    public Given limit(NewGemEvent event) {
        AbuseLimits limits = event.tokenomics().limits();
        if (limits.youngestActorSeconds() != null && isYounger(event, limits.youngestActorSeconds())) {
            return Given.of(event.gemsHundredths(), 0, WithheldReason.ACTOR_TOO_YOUNG);
        }
        long leftOfActor = left(event, null, limits.mostGemsHundredthsByActor());
        long leftOfPair = left(event, event.ownerId(), limits.mostGemsHundredthsByPair());
        Given given = Given.of(
                event.gemsHundredths(),
                Math.min(leftOfActor, leftOfPair),
                leftOfPair < leftOfActor ? WithheldReason.PAIR_LIMIT : WithheldReason.ACTOR_LIMIT);
        add(event, Math.abs(given.gemsHundredths()));
        return given;
    }

    private boolean isYounger(NewGemEvent event, long seconds) {
        return !Rows.list(entities.createNativeQuery("select 1 from app_user where id = ?1"
                                + " and created_at > cast(?2 as timestamptz) - make_interval(secs => ?3)")
                        .setParameter(1, event.actorId())
                        .setParameter(2, Timestamp.from(event.recordedAt()))
                        .setParameter(3, seconds))
                .isEmpty();
    }

    /** Keeps the count as it is until this transaction ends. */
    private long left(NewGemEvent event, @Nullable UUID ownerId, @Nullable Long most) {
        if (most == null) {
            return Long.MAX_VALUE;
        }
        // The update is nothing but the lock.
        return most
                - Rows.single(entities.createNativeQuery(
                                        "insert into gem_giving as g (actor_id, day, owner_id,"
                                                + " given_hundredths, most_hundredths)"
                                                + " values (?1, cast(?2 as date), cast(?3 as uuid), 0, ?4)"
                                                + " on conflict (actor_id, day, owner_id)"
                                                + " do update set given_hundredths = g.given_hundredths returning given_hundredths")
                                .setParameter(1, event.actorId())
                                .setParameter(2, event.actionDay().toString())
                                .setParameter(3, Rows.text(ownerId))
                                .setParameter(4, most))
                        .longAt(0);
    }

    private void add(NewGemEvent event, long given) {
        AbuseLimits limits = event.tokenomics().limits();
        if (limits.mostGemsHundredthsByActor() == null && limits.mostGemsHundredthsByPair() == null) {
            return;
        }
        entities.createNativeQuery("update gem_giving set given_hundredths = given_hundredths + ?3"
                        + " where actor_id = ?1 and day = cast(?2 as date) and (owner_id is null or owner_id = ?4)")
                .setParameter(1, event.actorId())
                .setParameter(2, event.actionDay().toString())
                .setParameter(3, given)
                .setParameter(4, event.ownerId())
                .executeUpdate();
    }
}
