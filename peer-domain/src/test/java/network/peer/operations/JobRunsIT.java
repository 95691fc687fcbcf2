package network.peer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.operations.JobRuns.Begun;
import network.peer.testing.Race;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobRunsIT {
    private static final String DAY = "2026-11-21";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void recordsARunWithItsParametersAndCounts() {
        JobExecutionView begun = begin().run();
        use(runs -> {
            runs.markRunning(begun.runId(), 7, 8);
            runs.enterStep(begun.runId(), "post");
            runs.addCounts(begun.runId(), JobCounts.aggregated(59));
            runs.addCounts(begun.runId(), JobCounts.posted(25, TokenAmount.ofPeer(1)));
            runs.addCounts(begun.runId(), JobCounts.posted(34, TokenAmount.ofPeer(2)));
            runs.markCompared(begun.runId(), 100);
            runs.markCompared(begun.runId(), 200);
        });

        JobExecutionView running = run(runs -> runs.byId(begun.runId()));

        assertThat(running.state()).isEqualTo(JobState.RUNNING);
        assertThat(running.runNumber()).isEqualTo(1);
        assertThat(running.parameters()).containsEntry("day", DAY).containsEntry("runId", begun.runId() + "");
        assertThat(running.instanceId()).isEqualTo(7);
        assertThat(running.executionId()).isEqualTo(8);
        assertThat(running.step()).isEqualTo("post");
        assertThat(running.aggregatedUsers()).isEqualTo(59);
        assertThat(running.postedUsers()).isEqualTo(59);
        assertThat(running.posted()).isEqualTo(TokenAmount.ofPeer(3));
        assertThat(running.comparedWallets()).isEqualTo(200);
        assertThat(run(JobRuns::liveHere)).extracting(JobExecutionView::runId).containsExactly(begun.runId());
        assertThat(run(JobRuns::stale)).isEmpty();
    }

    @Test
    void aLiveRunKeepsAnotherFromStarting() {
        begin();

        refused(ErrorCode.JOB_RUNNING, this::begin);
    }

    @Test
    void ofTwoStartsAtTheSameMomentOneWins() throws Exception {
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            new JobRuns(first).begin("daily-rewards", DAY, Map.of(), null);

            Future<Begun> second = race.beginAndBlock(this::begin);
            first.getTransaction().commit();

            assertThatThrownBy(second::get).hasRootCauseInstanceOf(BusinessException.class);
        }
        assertThat(run(runs -> runs.newestFirst(new PageRequest(10, null))).items())
                .hasSize(1);
    }

    @Test
    void aCompletedRunIsTheAnswerForEver() {
        JobExecutionView done = begin().run();
        use(runs -> runs.end(done.runId(), JobState.COMPLETED, "MINTED"));

        Begun again = begin();

        assertThat(again.run().replayed()).isTrue();
        assertThat(again.run().runId()).isEqualTo(done.runId());
        assertThat(again.run().message()).isEqualTo("MINTED");
    }

    @Test
    void aFailedRunIsContinuedByTheNext() {
        JobExecutionView failed = begin().run();
        use(runs -> runs.end(failed.runId(), JobState.FAILED, "no disk"));

        Begun next = begin();

        assertThat(next.run().runNumber()).isEqualTo(2);
        JobExecutionView previous = Objects.requireNonNull(next.previous());
        assertThat(previous.runId()).isEqualTo(failed.runId());
        assertThat(previous.state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void aRunWithoutSignsOfLifeIsTakenOverAndFencedOff() throws SQLException {
        JobExecutionView dead = begin().run();
        use(runs -> runs.markRunning(dead.runId(), 7, 8));
        silence();
        assertThat(run(JobRuns::stale)).extracting(JobExecutionView::runId).containsExactly(dead.runId());

        Begun next = begin();

        assertThat(next.run().runNumber()).isEqualTo(2);
        assertThat(Objects.requireNonNull(next.previous()).state()).isEqualTo(JobState.LOST);
        assertThatThrownBy(() -> use(runs -> runs.addCounts(dead.runId(), JobCounts.aggregated(1))))
                .hasMessageContaining("taken over");
        assertThatThrownBy(() -> use(runs -> runs.markCompared(dead.runId(), 1)))
                .hasMessageContaining("taken over");
        assertThatThrownBy(() -> use(runs -> runs.enterStep(dead.runId(), "post")))
                .hasMessageContaining("taken over");
        use(runs -> runs.end(dead.runId(), JobState.COMPLETED, "too late"));
        assertThat(run(runs -> runs.byId(dead.runId())).state()).isEqualTo(JobState.LOST);
    }

    @Test
    void aHeartbeatKeepsARunAlive() throws SQLException {
        JobExecutionView slow = begin().run();
        silence();

        use(runs -> runs.heartbeat(slow.runId()));

        assertThat(run(JobRuns::stale)).isEmpty();
        refused(ErrorCode.JOB_RUNNING, this::begin);
    }

    @Test
    void theDatabaseAllowsOneLiveOrCompletedRunOfAKey() throws SQLException {
        begin();

        try (Connection app = database.appConnection();
                Statement statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("insert into job_run (id, job_name, business_key, run_number,"
                            + " state, node_id, boot_id, parameters) select gen_random_uuid(), job_name, business_key,"
                            + " 2, 'RUNNING', node_id, boot_id, parameters from job_run"))
                    .hasMessageContaining("uq_job_run_live");
        }
    }

    @Test
    void theAuditLogIsAppendOnly() throws SQLException {
        database.runInTransaction(em -> new AuditLog(em).record(null, "start-job", "daily-rewards " + DAY, ""));

        try (Connection app = database.appConnection();
                Connection owner = database.ownerConnection();
                Statement asApp = app.createStatement();
                Statement asOwner = owner.createStatement()) {
            assertThatThrownBy(() -> asApp.execute("update audit_log set details = 'x'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> asApp.execute("delete from audit_log")).hasMessageContaining("permission denied");
            assertThatThrownBy(() -> asOwner.execute("delete from audit_log")).hasMessageContaining("append-only");
        }
    }

    @Test
    void theScheduleStartsWhatNeverRanOrHasFailedLongEnoughAgo() throws SQLException {
        assertThat(isDue()).isTrue();
        UUID first = begin().run().runId();
        assertThat(isDue()).isFalse();
        use(runs -> runs.end(first, JobState.FAILED, "a fault"));
        assertThat(isDue()).isFalse();
        endedSecondsAgo(61);
        assertThat(isDue()).isTrue();

        UUID second = begin().run().runId();
        use(runs -> runs.end(second, JobState.FAILED, "a fault"));
        endedSecondsAgo(61);
        assertThat(isDue()).isFalse();
        endedSecondsAgo(121);
        assertThat(isDue()).isTrue();

        UUID third = begin().run().runId();
        use(runs -> runs.end(third, JobState.STOPPED, "waits for a person"));
        endedSecondsAgo(100_000);
        assertThat(isDue()).isFalse();
        UUID fourth = begin().run().runId();
        use(runs -> runs.end(fourth, JobState.COMPLETED, null));
        assertThat(isDue()).isFalse();
        assertThat(begin().run().replayed()).isTrue();
    }

    private boolean isDue() {
        return run(runs -> runs.isDue("daily-rewards", DAY, Duration.ofSeconds(60)));
    }

    private void endedSecondsAgo(int seconds) throws SQLException {
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("update job_run set ended_at = clock_timestamp() - interval '" + seconds + " seconds'");
        }
    }

    private Begun begin() {
        return run(runs -> runs.begin("daily-rewards", DAY, Map.of("day", DAY), null));
    }

    private void silence() throws SQLException {
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("update job_run set heartbeat_at = clock_timestamp() - interval '1 hour'");
        }
    }

    private void use(Consumer<JobRuns> work) {
        database.runInTransaction(em -> work.accept(new JobRuns(em)));
    }

    private <T> T run(Function<JobRuns, T> work) {
        return database.inTransaction(em -> work.apply(new JobRuns(em)));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
