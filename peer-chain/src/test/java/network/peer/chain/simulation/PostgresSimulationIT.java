package network.peer.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import network.peer.testing.PostgresBooks;
import network.peer.testing.SettlementBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same seeds with the outbox in a real PostgreSQL, whose clock the simulation sets; for a night, not for every build. */
@EnabledIfSystemProperty(named = "simulation.postgres.seeds", matches = "[0-9]+")
class PostgresSimulationIT {
    private static final Protocol ON_POSTGRES = new Protocol() {
        @Override
        SettlementBooks books() {
            return new PostgresBooks();
        }
    };

    @Test
    @SuppressWarnings("SystemOut")
    void everybodyIsPaidOnceWhateverGoesWrong() throws InterruptedException {
        long began = System.nanoTime();
        Seeds.Outcome outcome = Seeds.run(0, Long.getLong("simulation.postgres.seeds", 200), ON_POSTGRES, 5);

        System.out.println(outcome.matrix());
        System.out.printf(
                "%d seeds, %d steps, %d ms on PostgreSQL%n",
                outcome.seeds(), outcome.steps(), (System.nanoTime() - began) / 1_000_000);
        assertThat(outcome.violations()).as("violations by seed").isEmpty();
    }
}
