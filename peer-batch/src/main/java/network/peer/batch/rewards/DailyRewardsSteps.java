package network.peer.batch.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import network.peer.operations.JobCounts;
import network.peer.operations.JobRuns;
import network.peer.operations.JobState;
import network.peer.rewards.PostedChunk;
import network.peer.rewards.RewardDay;
import network.peer.rewards.RewardDays;
import network.peer.rewards.RewardOutcome;

/**
 * Each step together with its mark in the run's record, in one transaction: a run that was taken over by another is
 * refused its mark, so it changes nothing.
 */
@ApplicationScoped
public class DailyRewardsSteps {
    private final RewardDays rewardDays;
    private final JobRuns jobRuns;

    @SuppressWarnings("NullAway")
    protected DailyRewardsSteps() {
        this(null, null);
    }

    @Inject
    public DailyRewardsSteps(RewardDays rewardDays, JobRuns jobRuns) {
        this.rewardDays = rewardDays;
        this.jobRuns = jobRuns;
    }

    @Transactional
    public void close(UUID runId, LocalDate day) {
        jobRuns.enterStep(runId, "close");
        rewardDays.close(day);
    }

    @Transactional
    public void aggregate(UUID runId, LocalDate day, int partition, int partitions) {
        int users = rewardDays.aggregate(day, partition, partitions);
        jobRuns.enterStep(runId, "aggregate");
        jobRuns.addCounts(runId, JobCounts.aggregated(users));
    }

    /** Ends the run if an operator has to approve the day first; starting the day again goes on from here. */
    @Transactional
    public boolean isApproved(UUID runId, LocalDate day) {
        jobRuns.enterStep(runId, "approve");
        if (!rewardDays.awaitsApproval(day)) {
            return true;
        }
        jobRuns.end(runId, JobState.STOPPED, "waits for the approval of an operator");
        return false;
    }

    @Transactional
    public void allocate(UUID runId, LocalDate day) {
        jobRuns.enterStep(runId, "allocate");
        rewardDays.allocate(day);
    }

    @Transactional
    public void enterPosting(UUID runId) {
        jobRuns.enterStep(runId, "post");
    }

    /** Joins the transaction of the chunk. */
    @Transactional
    public void post(UUID runId, LocalDate day, int users) {
        PostedChunk chunk = rewardDays.postChunk(day, null, users);
        jobRuns.addCounts(runId, JobCounts.posted(chunk.users(), chunk.amount()));
    }

    /** Ends the day and its run together: the one is never without the other. */
    @Transactional
    public void complete(UUID runId, LocalDate day) {
        jobRuns.enterStep(runId, "complete");
        RewardDay completed = rewardDays.complete(day);
        jobRuns.end(runId, JobState.COMPLETED, summary(completed));
    }

    private static String summary(RewardDay day) {
        RewardOutcome outcome = Objects.requireNonNull(day.outcome());
        String minted = Objects.requireNonNull(day.minted()).display();
        return "%s: %s PEER to %d users, %d left out".formatted(outcome, minted, day.paidUsers(), day.leftOutUsers());
    }
}
