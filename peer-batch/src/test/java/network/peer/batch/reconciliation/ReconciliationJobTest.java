package network.peer.batch.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.operations.JobRuns;
import network.peer.operations.JobState;
import network.peer.settlement.Reconciliation;
import network.peer.settlement.ReconciliationStore.Run;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The steps of the job against a reconciliation of three pages and a job run that keeps what it is told. */
class ReconciliationJobTest {
    private static final UUID RUN = UUID.randomUUID();
    private static final UUID RECONCILIATION = UUID.randomUUID();
    private static final int PAGES = 3;

    private final List<String> told = new ArrayList<>();
    private final ReconciliationSteps steps = new ReconciliationSteps(new ToldRuns(), new ThreePages());
    private int pages;
    private boolean takenOver;

    @Test
    void comparesPageByPageThenTheSupplyAndCompletes() {
        steps.compareAll(RUN, RECONCILIATION, () -> false);
        steps.end(RUN, RECONCILIATION);

        assertThat(told)
                .containsExactly(
                        "step compare",
                        "compared 100",
                        "compared 200",
                        "compared 300",
                        "step supply",
                        "compared 300",
                        "COMPLETED 300 wallets and the supply compared, 2 differences");
    }

    @Test
    void aStopEndsItAfterThePageAndTheNextRunGoesOnThere() {
        steps.compareAll(RUN, RECONCILIATION, () -> true);
        assertThat(pages).isEqualTo(1);

        steps.compareAll(RUN, RECONCILIATION, () -> false);

        assertThat(told)
                .containsExactly("step compare", "compared 100", "step compare", "compared 200", "compared 300");
    }

    @Test
    void aRunThatWasTakenOverEnds() {
        takenOver = true;

        assertThatThrownBy(() -> steps.compareAll(RUN, RECONCILIATION, () -> false))
                .hasMessageContaining("taken over");

        assertThat(pages).isEqualTo(1);
    }

    private Run run() {
        return new Run(RECONCILIATION, Optional.empty(), pages * 100L, 2, false);
    }

    private final class ThreePages implements Reconciliation {
        @Override
        public Optional<Run> compareNext(UUID runId) {
            assertThat(runId).isEqualTo(RECONCILIATION);
            if (pages == PAGES) {
                return Optional.empty();
            }
            pages++;
            return Optional.of(run());
        }

        @Override
        public Run end(UUID runId) {
            return run();
        }
    }

    private final class ToldRuns extends JobRuns {
        @Override
        public void enterStep(UUID runId, String step) {
            told.add("step " + step);
        }

        @Override
        public void markCompared(UUID runId, long wallets) {
            if (takenOver) {
                throw new IllegalStateException("job run " + runId + " has ended or was taken over");
            }
            told.add("compared " + wallets);
        }

        @Override
        public void end(UUID runId, JobState state, @Nullable String message) {
            told.add(state + " " + message);
        }
    }
}
