package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.rewards.internal.GemEventStore;
import network.peer.rewards.internal.ProposalStore;
import network.peer.rewards.internal.RewardDayStore;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** What people ask about reward days: how a day ended, who got what, and from which actions. */
@ApplicationScoped
public class RewardQueries {
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 9999;

    private final RewardDayStore days;
    private final GemEventStore events;
    private final ProposalStore proposals;

    @SuppressWarnings("NullAway")
    protected RewardQueries() {
        this(null);
    }

    @Inject
    public RewardQueries(EntityManager entities) {
        this.days = new RewardDayStore(entities);
        this.events = new GemEventStore(entities);
        this.proposals = new ProposalStore(entities);
    }

    /** @throws BusinessException NOT_FOUND if the day has neither gems nor a close */
    @Transactional
    public RewardDay byDay(LocalDate day) {
        requirePlausible(day);
        return days.find(day).orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no reward day " + day));
    }

    /** All days on record, newest first. */
    @Transactional
    public Page<RewardDay> newestFirst(PageRequest request) {
        return Page.of(days.newestFirst(afterDay(request), request.first() + 1), request, day -> day.day()
                .toString());
    }

    /** Every user who got gems on the day, paid or left out, in the order of user ids; empty before the close. */
    @Transactional
    public Page<RewardShare> payouts(LocalDate day, PageRequest request) {
        requirePlausible(day);
        return Page.of(days.shares(day, request.afterId(), request.first() + 1), request, share -> share.userId()
                .toString());
    }

    @Transactional
    public Optional<RewardShare> share(LocalDate day, UUID userId) {
        requirePlausible(day);
        return days.share(day, userId);
    }

    /**
     * How a user's share of a closed day came about.
     *
     * @throws BusinessException NOT_FOUND if the day is not closed, or the user got no gems on it
     */
    @Transactional
    public RewardExplanation explanation(LocalDate day, UUID userId) {
        RewardDay closed = byDay(day);
        RewardShare share = share(day, userId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no share of " + day + " for " + userId));
        TokenAmount amount = share.amount();
        TokenAmount floorShare = null;
        if (amount != null
                && share.gemsHundredths() != null
                && closed.pool() != null
                && closed.gemsHundredths() != null) {
            floorShare = new TokenAmount(
                    Allocation.floorShare(closed.pool().baseUnits(), share.gemsHundredths(), closed.gemsHundredths()));
        }
        return new RewardExplanation(
                closed,
                share,
                floorShare,
                amount == null || floorShare == null
                        ? 0
                        : amount.minus(floorShare).baseUnits(),
                share.leftOutReason() == LeftOutReason.EXCLUDED
                        ? proposals.exclusionReason(day, userId).orElse(null)
                        : null);
    }

    /** {@link #payouts(LocalDate, PageRequest)} of many days at once. */
    @Transactional
    public Map<LocalDate, Page<RewardShare>> payouts(Collection<LocalDate> wanted, PageRequest request) {
        wanted.forEach(RewardQueries::requirePlausible);
        Map<LocalDate, List<RewardShare>> byDay = new LinkedHashMap<>();
        wanted.forEach(day -> byDay.put(day, new ArrayList<>()));
        for (RewardShare share : days.firstShares(byDay.keySet(), request.afterId(), request.first() + 1)) {
            Objects.requireNonNull(byDay.get(share.day())).add(share);
        }
        Map<LocalDate, Page<RewardShare>> pages = new LinkedHashMap<>();
        byDay.forEach((day, shares) ->
                pages.put(day, Page.of(shares, request, share -> share.userId().toString())));
        return pages;
    }

    /** By day, the shares of one user in many days; days without one are left out. */
    @Transactional
    public Map<LocalDate, RewardShare> shares(Collection<LocalDate> wanted, UUID userId) {
        Map<LocalDate, RewardShare> shares = new LinkedHashMap<>();
        days.shares(wanted, List.of(userId)).forEach(share -> shares.put(share.day(), share));
        return shares;
    }

    /** By user, the shares of the newest closed days in which the user has one, newest first. */
    @Transactional
    public Map<UUID, List<RewardShare>> newestShares(Collection<UUID> userIds, int days) {
        Map<UUID, List<RewardShare>> shares = new LinkedHashMap<>();
        for (RewardShare share : this.days.shares(this.days.newestClosed(days), userIds)) {
            shares.computeIfAbsent(share.userId(), user -> new ArrayList<>()).add(0, share);
        }
        return shares;
    }

    /** The gem events that a user's share of a day was made of, oldest first. */
    @Transactional
    public Page<GemEvent> gemEvents(LocalDate day, UUID userId, PageRequest request) {
        requirePlausible(day);
        return Page.of(events.of(day, userId, request.afterId(), request.first() + 1), request, event -> event.id()
                .toString());
    }

    /** Refuses days that PostgreSQL could not even compare. */
    static void requirePlausible(LocalDate day) {
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no reward day " + day);
        }
    }

    private static @Nullable LocalDate afterDay(PageRequest request) {
        String key = request.afterKey();
        if (key == null) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(key);
            requirePlausible(day);
            return day;
        } catch (DateTimeParseException notADay) {
            throw PageRequest.unknownCursor();
        }
    }
}
