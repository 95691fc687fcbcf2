package network.peer.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Everybody is paid once whatever goes wrong, seed after seed. {@code -Dsimulation.seeds=N} runs another number of them,
 * {@code -Dsimulation.seed=N} replays one and prints what happens in it.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);

    @Test
    @SuppressWarnings("SystemOut")
    void everybodyIsPaidOnceWhateverGoesWrong() throws InterruptedException {
        long began = System.nanoTime();
        Seeds.Outcome outcome = Seeds.run(0, SEEDS, Protocol.UNBROKEN, 20);

        System.out.println(outcome.matrix());
        System.out.printf(
                "%d seeds, %d steps, %d intents parked, %d ms; longest story %d ms%n",
                outcome.seeds(),
                outcome.steps(),
                outcome.parked(),
                (System.nanoTime() - began) / 1_000_000,
                outcome.longestMillis());
        assertThat(outcome.violations()).as("violations by seed").isEmpty();
        assertThat(outcome.matrix().empty()).as("what nothing hit").isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.seed", matches = "[0-9]+")
    void theSeedReplaysAlone() {
        Seeds.silence();
        Simulation.Result result = Simulation.run(
                Long.getLong("simulation.seed", 0), Protocol.UNBROKEN, new Hosts(), Trace.to(System.out));

        assertThat(result.violation()).isNull();
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Seeds.silence();
        for (long seed = 0; seed < 20; seed++) {
            StringBuilder first = new StringBuilder();
            StringBuilder second = new StringBuilder();
            Simulation.run(seed, Protocol.UNBROKEN, new Hosts(), Trace.to(first));
            Simulation.run(seed, Protocol.UNBROKEN, new Hosts(), Trace.to(second));

            assertThat(second).as("story of seed " + seed).hasToString(first.toString());
        }
    }
}
