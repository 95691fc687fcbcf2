package network.peer.batch.rewards;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.batch.JobControlBean;
import network.peer.configuration.Setting;
import network.peer.database.DatabaseMigration;
import network.peer.operations.JobControl;
import network.peer.operations.JobRuns;
import network.peer.rewards.RewardDays;

/**
 * Starts the rewards of every day that can be closed, oldest first. The timer of every node fires; the record of the runs
 * lets one of them begin, and no day that was completed.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init")
public class DailyRewardsSchedule {
    private static final System.Logger LOGGER = System.getLogger(DailyRewardsSchedule.class.getName());
    private static final int DAYS_LOOKED_AT = 366;

    @EJB
    private JobControlBean jobControl;

    @Inject
    private RewardDays rewardDays;

    @Inject
    private JobRuns jobRuns;

    @PostConstruct
    void migrate() {
        DatabaseMigration.ensureMigrated();
    }

    /** Starts one day at most: the next look is soon, and days that fail do not keep the others waiting. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void startNextDay() {
        try {
            if (isOn(Setting.REWARDS_SCHEDULE.oneOf("auto", "on", "off"), Setting.MODE.value())) {
                rewardDays.unfinished(DAYS_LOOKED_AT).stream()
                        .filter(day -> jobRuns.isDue(
                                JobControl.DAILY_REWARDS, day.toString(), Setting.REWARDS_RETRY_SECONDS.seconds()))
                        .findFirst()
                        .ifPresent(jobControl::startScheduledRewards);
            }
        } catch (BusinessException refused) {
            // Another node, or an operator, was first.
            if (refused.code() != ErrorCode.JOB_RUNNING) {
                warn(refused);
            }
        } catch (Exception e) {
            // A commit that fails comes as a checked exception that nobody declares.
            warn(e);
        }
    }

    static boolean isOn(String schedule, String mode) {
        return schedule.equals("auto") ? mode.equals("production") : schedule.equals("on");
    }

    private static void warn(Exception e) {
        LOGGER.log(System.Logger.Level.WARNING, "PEER-BAT-003 no day started, next try in 10 s", e);
    }
}
