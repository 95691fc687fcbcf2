package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.configuration.Setting;
import network.peer.operations.AuditLog;
import network.peer.rewards.internal.GemEventStore;
import network.peer.rewards.internal.ProposalStore;
import network.peer.rewards.internal.RewardDayStore;
import network.peer.time.BusinessClock;

/**
 * What an OPERATOR decides about a day between its close and its allocation. The proposal is the closed day's shares with
 * their gems; whoever is excluded is left out of it, and an approval makes it final.
 */
@ApplicationScoped
public class RewardProposals {
    private static final int LONGEST_REASON = 500;

    private final RewardDayStore days;
    private final GemEventStore events;
    private final ProposalStore proposals;
    private final AuditLog audit;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected RewardProposals() {
        this(null, null, null);
    }

    @Inject
    public RewardProposals(EntityManager entities, AuditLog audit, BusinessClock clock) {
        this.days = new RewardDayStore(entities);
        this.events = new GemEventStore(entities);
        this.proposals = new ProposalStore(entities);
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether a day waits for an OPERATOR before it is allocated. */
    public static boolean needApproval() {
        return Setting.REWARDS_APPROVAL.oneOf("automatic", "operator").equals("operator");
    }

    /**
     * Leaves a user out of a day, audited. Possible from the day's beginning until it is approved or allocated; excluding
     * the same user again changes nothing.
     *
     * @param operatorId an OPERATOR, which the caller has checked; not the user
     * @throws BusinessException NOT_FOUND, BAD_INPUT, FORBIDDEN for oneself, DAY_CLOSED if it is too late
     */
    @Transactional
    public void exclude(UUID operatorId, LocalDate day, UUID userId, String reason) {
        RewardQueries.requirePlausible(day);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInputException("reason", "1 to " + LONGEST_REASON + " characters");
        }
        if (operatorId.equals(userId)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "userId: nobody decides about oneself");
        }
        if (day.isAfter(clock.today())) {
            throw new InvalidInputException("day", "has not begun");
        }
        if (!proposals.isUser(userId)) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "userId: no user " + userId);
        }
        events.insertDay(day);
        RewardDay locked = days.findExclusively(day).orElseThrow();
        boolean late = locked.state() != RewardDayState.OPEN && locked.state() != RewardDayState.CLOSED;
        if (late || proposals.isApproved(day)) {
            throw new BusinessException(ErrorCode.DAY_CLOSED, day + " is approved: nobody can be excluded any more");
        }
        if (proposals.insertExclusion(day, userId, reason, operatorId)) {
            if (locked.state() == RewardDayState.CLOSED) {
                proposals.markExcluded(day, userId);
            }
            audit.record(operatorId, "exclude-from-day", day + " " + userId, reason);
        }
    }

    /**
     * Makes a closed day's proposal final, audited; approving twice changes nothing.
     *
     * @param operatorId an OPERATOR, which the caller has checked
     * @throws BusinessException NOT_FOUND; CONFLICT if the day is open, not aggregated, or allocated already
     */
    @Transactional
    public void approve(UUID operatorId, LocalDate day) {
        RewardQueries.requirePlausible(day);
        RewardDay locked = days.findExclusively(day)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no reward day " + day));
        if (proposals.isApproved(day)) {
            return;
        }
        if (locked.state() != RewardDayState.CLOSED || !proposals.isAggregated(day)) {
            throw new BusinessException(ErrorCode.CONFLICT, day + " has no proposal to approve");
        }
        proposals.insertApproval(day, operatorId);
        audit.record(operatorId, "approve-day", day.toString(), "");
    }

    @Transactional
    public boolean isApproved(LocalDate day) {
        return proposals.isApproved(day);
    }
}
