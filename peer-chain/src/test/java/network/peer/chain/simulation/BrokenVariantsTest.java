package network.peer.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checker bites: a protocol that lacks one thing is caught by what is on the chain, on a seed that the unbroken one
 * passes.
 */
class BrokenVariantsTest {
    private static final long MOST_SEEDS = Long.getLong("simulation.seeds", 10_000);
    private static final int ENOUGH = Integer.getInteger("simulation.enough", 1);
    private static final List<String> ON_CHAIN = List.of(
            "PAID TWICE",
            "NEVER LANDED",
            "OVERTAKEN",
            "PARKED, YET PAID",
            "WRONG BALANCES",
            "WRONG SUPPLY",
            "NOT OWED");

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("SystemOut")
    void isCaught(BrokenVariant variant) throws InterruptedException {
        long began = System.nanoTime();

        Seeds.Outcome broken = Seeds.run(0, MOST_SEEDS, variant.protocol(), ENOUGH, violation -> ON_CHAIN.stream()
                .anyMatch(violation::startsWith));

        assertThat(broken.violations()).isNotEmpty();
        long seed = broken.violations().firstKey();
        assertThat(Seeds.run(seed, 1, Protocol.UNBROKEN, 1).violations())
                .as("the unbroken protocol on seed " + seed)
                .isEmpty();
        String found = broken.violations().firstEntry().getValue();
        System.out.printf(
                "| %s | %d | %d of %d | %s | %d ms |%n",
                variant,
                seed,
                broken.violations().size(),
                broken.seeds(),
                found.substring(0, found.indexOf(':')),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
}
