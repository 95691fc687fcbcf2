package network.peer.tokenomics.internal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.AbuseLimits;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.ActionTerms;
import network.peer.tokenomics.FeeRates;
import network.peer.tokenomics.TokenomicsVersion;
import org.jspecify.annotations.Nullable;

/** One row of {@code tokenomics}; read only, new ones are inserted by {@link TokenomicsStore}. */
@Entity
@Table(name = "tokenomics")
@SuppressWarnings("NullAway.Init")
public class TokenomicsEntity {
    @Id
    @Column(name = "version")
    private int version;

    @Column(name = "valid_from")
    private Instant validFrom;

    @Column(name = "total_cap_base_units")
    private long totalCapBaseUnits;

    @Column(name = "daily_pool_base_units")
    private long dailyPoolBaseUnits;

    @Column(name = "view_gems_hundredths")
    private long viewGemsHundredths;

    @Column(name = "comment_gems_hundredths")
    private long commentGemsHundredths;

    @Column(name = "like_gems_hundredths")
    private long likeGemsHundredths;

    @Column(name = "dislike_gems_hundredths")
    private long dislikeGemsHundredths;

    @Column(name = "post_price_base_units")
    private long postPriceBaseUnits;

    @Column(name = "like_price_base_units")
    private long likePriceBaseUnits;

    @Column(name = "dislike_price_base_units")
    private long dislikePriceBaseUnits;

    @Column(name = "comment_price_base_units")
    private long commentPriceBaseUnits;

    @Column(name = "view_price_base_units")
    private long viewPriceBaseUnits;

    @Column(name = "free_posts_per_day")
    private int freePostsPerDay;

    @Column(name = "free_likes_per_day")
    private int freeLikesPerDay;

    @Column(name = "free_dislikes_per_day")
    private int freeDislikesPerDay;

    @Column(name = "free_comments_per_day")
    private int freeCommentsPerDay;

    @Column(name = "company_fee_basis_points")
    private int companyFeeBasisPoints;

    @Column(name = "burn_fee_basis_points")
    private int burnFeeBasisPoints;

    @Column(name = "inviter_fee_basis_points")
    private int inviterFeeBasisPoints;

    @Column(name = "transfer_minimum_base_units")
    private long transferMinimumBaseUnits;

    @Column(name = "transfer_message_max_graphemes")
    private int transferMessageMaxGraphemes;

    @Column(name = "most_gems_hundredths_by_actor_and_day")
    private @Nullable Long mostGemsHundredthsByActorAndDay;

    @Column(name = "most_gems_hundredths_by_pair_and_day")
    private @Nullable Long mostGemsHundredthsByPairAndDay;

    @Column(name = "youngest_actor_seconds")
    private @Nullable Long youngestActorSeconds;

    protected TokenomicsEntity() {}

    public TokenomicsVersion toVersion() {
        return new TokenomicsVersion(
                version,
                validFrom,
                new TokenAmount(totalCapBaseUnits),
                new TokenAmount(dailyPoolBaseUnits),
                Map.of(
                        ActionKind.POST, terms(postPriceBaseUnits, freePostsPerDay, 0),
                        ActionKind.LIKE, terms(likePriceBaseUnits, freeLikesPerDay, likeGemsHundredths),
                        ActionKind.DISLIKE, terms(dislikePriceBaseUnits, freeDislikesPerDay, dislikeGemsHundredths),
                        ActionKind.COMMENT, terms(commentPriceBaseUnits, freeCommentsPerDay, commentGemsHundredths),
                        ActionKind.VIEW, terms(viewPriceBaseUnits, 0, viewGemsHundredths)),
                new FeeRates(companyFeeBasisPoints, burnFeeBasisPoints, inviterFeeBasisPoints),
                new TokenAmount(transferMinimumBaseUnits),
                transferMessageMaxGraphemes,
                new AbuseLimits(mostGemsHundredthsByActorAndDay, mostGemsHundredthsByPairAndDay, youngestActorSeconds));
    }

    private static ActionTerms terms(long priceBaseUnits, int freePerDay, long gemsHundredths) {
        return new ActionTerms(new TokenAmount(priceBaseUnits), freePerDay, gemsHundredths);
    }
}
