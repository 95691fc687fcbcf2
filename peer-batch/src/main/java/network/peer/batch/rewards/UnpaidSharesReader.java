package network.peer.batch.rewards;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import network.peer.batch.RunProblems;
import network.peer.rewards.RewardDays;
import org.jspecify.annotations.Nullable;

/**
 * Reads whose share is not posted yet, in the order of their ids. It has no checkpoint: the batch runtime stores one in
 * another transaction than the chunk's, so after a crash it may lie. A restart begins with the first unpaid share.
 */
@Dependent
@Named("unpaidShares")
@SuppressWarnings("NullAway.Init")
public class UnpaidSharesReader extends AbstractItemReader {
    @Inject
    @BatchProperty
    String day;

    @Inject
    @BatchProperty
    String runId;

    @Inject
    @BatchProperty
    String chunkUsers;

    @Inject
    RewardDays rewardDays;

    @Inject
    DailyRewardsSteps steps;

    @Inject
    RunProblems problems;

    private final Queue<UUID> read = new ArrayDeque<>();
    private @Nullable UUID last;

    @Override
    public void open(@Nullable Serializable checkpoint) {
        problems.watch(UUID.fromString(runId), () -> steps.enterPosting(UUID.fromString(runId)));
    }

    @Override
    public @Nullable Object readItem() {
        if (read.isEmpty()) {
            problems.watch(
                    UUID.fromString(runId),
                    () -> read.addAll(
                            rewardDays.unpaidUsers(LocalDate.parse(day), last, Integer.parseInt(chunkUsers))));
        }
        UUID next = read.poll();
        if (next != null) {
            last = next;
        }
        return next;
    }
}
