package network.peer.tokenomics.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.util.List;
import network.peer.database.Rows;
import network.peer.tokenomics.AbuseLimits;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsVersion;

/** Inserting versions; the database refuses one that does not follow the one before. */
public final class TokenomicsStore {
    private static final List<ActionKind> WITH_GEMS =
            List.of(ActionKind.VIEW, ActionKind.COMMENT, ActionKind.LIKE, ActionKind.DISLIKE);
    private static final List<ActionKind> WITH_ALLOWANCE =
            List.of(ActionKind.POST, ActionKind.LIKE, ActionKind.DISLIKE, ActionKind.COMMENT);
    private static final List<ActionKind> WITH_PRICE =
            List.of(ActionKind.POST, ActionKind.LIKE, ActionKind.DISLIKE, ActionKind.COMMENT, ActionKind.VIEW);

    private final EntityManager entities;

    public TokenomicsStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Waits for a concurrent insert. @return false if there is such a version already */
    public boolean insert(TokenomicsVersion version) {
        AbuseLimits limits = version.limits();
        Query insert = entities.createNativeQuery("insert into tokenomics (version, valid_from, total_cap_base_units,"
                        + " daily_pool_base_units, view_gems_hundredths, comment_gems_hundredths, like_gems_hundredths,"
                        + " dislike_gems_hundredths, post_price_base_units, like_price_base_units,"
                        + " dislike_price_base_units, comment_price_base_units, view_price_base_units,"
                        + " free_posts_per_day, free_likes_per_day, free_dislikes_per_day, free_comments_per_day,"
                        + " company_fee_basis_points, burn_fee_basis_points, inviter_fee_basis_points,"
                        + " transfer_minimum_base_units, transfer_message_max_graphemes,"
                        + " most_gems_hundredths_by_actor_and_day, most_gems_hundredths_by_pair_and_day,"
                        + " youngest_actor_seconds) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                        + " ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, cast(?23 as bigint), cast(?24 as bigint),"
                        + " cast(?25 as bigint)) on conflict do nothing")
                .setParameter(1, version.version())
                .setParameter(2, Timestamp.from(version.validFrom()))
                .setParameter(3, version.totalCap().baseUnits())
                .setParameter(4, version.dailyPool().baseUnits());
        int next = 5;
        for (ActionKind kind : WITH_GEMS) {
            insert.setParameter(next++, version.terms(kind).gemsHundredths());
        }
        for (ActionKind kind : WITH_PRICE) {
            insert.setParameter(next++, version.terms(kind).price().baseUnits());
        }
        for (ActionKind kind : WITH_ALLOWANCE) {
            insert.setParameter(next++, version.terms(kind).freePerDay());
        }
        return insert.setParameter(next++, version.feeRates().companyBasisPoints())
                        .setParameter(next++, version.feeRates().burnBasisPoints())
                        .setParameter(next++, version.feeRates().inviterBasisPoints())
                        .setParameter(next++, version.transferMinimum().baseUnits())
                        .setParameter(next++, version.transferMessageMaxGraphemes())
                        .setParameter(next++, Rows.text(limits.mostGemsHundredthsByActor()))
                        .setParameter(next++, Rows.text(limits.mostGemsHundredthsByPair()))
                        .setParameter(next, Rows.text(limits.youngestActorSeconds()))
                        .executeUpdate()
                == 1;
    }
}
