package network.peer.rewards.internal;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;

/** The statements over exclusions from reward days and their approvals. */
public final class ProposalStore {
    private final EntityManager entities;

    public ProposalStore(EntityManager entities) {
        this.entities = entities;
    }

    public boolean isUser(UUID userId) {
        return !Rows.list(entities.createNativeQuery("select 1 from app_user where id = ?1")
                        .setParameter(1, userId))
                .isEmpty();
    }

    public boolean isApproved(LocalDate day) {
        return !Rows.list(entities.createNativeQuery("select 1 from reward_approval where day = cast(?1 as date)")
                        .setParameter(1, day.toString()))
                .isEmpty();
    }

    public boolean isAggregated(LocalDate day) {
        return Rows.list(entities.createNativeQuery(
                                "select 1 from reward_share where day = cast(?1 as date) and gems_hundredths is null limit 1")
                        .setParameter(1, day.toString()))
                .isEmpty();
    }

    /** @return false if the user is excluded already */
    public boolean insertExclusion(LocalDate day, UUID userId, String reason, UUID operatorId) {
        return entities.createNativeQuery("insert into reward_exclusion (day, user_id, reason, excluded_by)"
                                + " values (cast(?1 as date), ?2, ?3, ?4) on conflict do nothing")
                        .setParameter(1, day.toString())
                        .setParameter(2, userId)
                        .setParameter(3, reason)
                        .setParameter(4, operatorId)
                        .executeUpdate()
                == 1;
    }

    /** Of a closed day; who was left out by the close for another reason stays so. */
    public void markExcluded(LocalDate day, UUID userId) {
        entities.createNativeQuery("update reward_share set left_out_reason = 'EXCLUDED'"
                        + " where day = cast(?1 as date) and user_id = ?2"
                        + " and coalesce(left_out_reason, 'NO_POSITIVE_GEMS') = 'NO_POSITIVE_GEMS'")
                .setParameter(1, day.toString())
                .setParameter(2, userId)
                .executeUpdate();
    }

    public void insertApproval(LocalDate day, UUID operatorId) {
        entities.createNativeQuery("insert into reward_approval (day, approved_by) values (cast(?1 as date), ?2)")
                .setParameter(1, day.toString())
                .setParameter(2, operatorId)
                .executeUpdate();
    }

    public Optional<String> exclusionReason(LocalDate day, UUID userId) {
        return Rows.list(entities.createNativeQuery(
                                "select reason from reward_exclusion where day = cast(?1 as date) and user_id = ?2")
                        .setParameter(1, day.toString())
                        .setParameter(2, userId))
                .stream()
                .map(row -> row.text(0))
                .findFirst();
    }
}
