package network.peer.rewards.internal;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.rewards.GemEvent;
import network.peer.rewards.NewGemEvent;
import network.peer.rewards.RewardDayState;
import network.peer.rewards.WithheldReason;
import network.peer.rewards.internal.GemLimiter.Given;
import network.peer.token.Ids;
import network.peer.tokenomics.ActionKind;
import org.jspecify.annotations.Nullable;

/** The statements over gem events and the days that take them. */
public final class GemEventStore {
    private final EntityManager entities;

    public GemEventStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Keeps the day from being closed until this transaction ends, unless it is closed already. */
    public boolean isOpenAndShared(LocalDate day) {
        List<Rows.Row> found = share(day);
        if (found.isEmpty()) {
            insertDay(day);
            found = share(day);
        }
        return RewardDayState.valueOf(found.get(0).text(0)) == RewardDayState.OPEN;
    }

    /** Waits for a concurrent insert of the same day; one that exists stays as it is. */
    public void insertDay(LocalDate day) {
        entities.createNativeQuery("insert into reward_day (day) values (cast(?1 as date)) on conflict do nothing")
                .setParameter(1, day.toString())
                .executeUpdate();
    }

    public void insert(NewGemEvent event, Given given, LocalDate rewardDay) {
        entities.createNativeQuery("insert into gem_event (id, action_id, kind, actor_id, post_id, owner_id,"
                        + " gems_hundredths, recorded_at, action_day, reward_day, tokenomics_version,"
                        + " withheld_hundredths, withheld_reason) values"
                        + " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, cast(?9 as date), cast(?10 as date), ?11, ?12,"
                        + " cast(?13 as text))")
                .setParameter(1, Ids.newId())
                .setParameter(2, event.actionId())
                .setParameter(3, event.kind().name())
                .setParameter(4, event.actorId())
                .setParameter(5, event.postId())
                .setParameter(6, event.ownerId())
                .setParameter(7, given.gemsHundredths())
                .setParameter(8, Timestamp.from(event.recordedAt()))
                .setParameter(9, event.actionDay().toString())
                .setParameter(10, rewardDay.toString())
                .setParameter(11, event.tokenomics().version())
                .setParameter(12, given.withheldHundredths())
                .setParameter(13, Rows.text(given.reason()))
                .executeUpdate();
    }

    public List<GemEvent> of(LocalDate rewardDay, UUID ownerId, @Nullable UUID after, int limit) {
        return Rows.list(entities.createNativeQuery("select id, action_id, kind, actor_id, post_id, owner_id,"
                                + " gems_hundredths, withheld_hundredths, withheld_reason, recorded_at, action_day,"
                                + " reward_day, tokenomics_version"
                                + " from gem_event where reward_day = cast(?1 as date) and owner_id = ?2"
                                + " and (cast(?3 as uuid) is null or id > cast(?3 as uuid)) order by id limit " + limit)
                        .setParameter(1, rewardDay.toString())
                        .setParameter(2, ownerId)
                        .setParameter(3, Rows.text(after)))
                .stream()
                .map(row -> new GemEvent(
                        row.uuid(0),
                        row.uuid(1),
                        ActionKind.valueOf(row.text(2)),
                        row.uuid(3),
                        row.uuid(4),
                        row.uuid(5),
                        row.longAt(6),
                        row.longAt(7),
                        row.isNull(8) ? null : WithheldReason.valueOf(row.text(8)),
                        row.instant(9),
                        row.date(10),
                        row.date(11),
                        row.intAt(12)))
                .toList();
    }

    private List<Rows.Row> share(LocalDate day) {
        return Rows.list(
                entities.createNativeQuery("select state from reward_day where day = cast(?1 as date) for share")
                        .setParameter(1, day.toString()));
    }
}
