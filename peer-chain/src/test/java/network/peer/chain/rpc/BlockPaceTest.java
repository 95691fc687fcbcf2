package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BlockPaceTest {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int BLOCKS_A_LOOK = 5;
    private static final long ABSURD = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong(1);
    private final BlockPace pace = new BlockPace(nanos::get);
    private long height = 1_000;

    @Test
    void anAbsurdHeightIsNoMeasurement() {
        look(10);

        pace.seen(ABSURD);
        look(3);

        assertThat(pace.blocks(BLOCKS_A_LOOK)).isEqualTo(LOOK);
    }

    @Test
    void itRecoversFromAnAbsurdHeightThatCameFirst() {
        pace.seen(ABSURD);

        look(60);

        assertThat(pace.blocks(BLOCKS_A_LOOK)).isEqualTo(LOOK);
    }

    @Test
    void itRecoversFromAPauseThatTheClockDidNotCount() {
        look(10);
        height += 100_000;

        look(60);

        assertThat(pace.blocks(BLOCKS_A_LOOK)).isEqualTo(LOOK);
    }

    @Test
    void aNodeThatLagsOrAChainThatStandsStillChangesNothing() {
        look(10);
        for (int i = 0; i < 100; i++) {
            pace.seen(height);
        }
        for (int i = 0; i < 50; i++) {
            look(1);
            pace.seen(height - 200);
        }

        assertThat(pace.blocks(BLOCKS_A_LOOK)).isEqualTo(LOOK);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            nanos.addAndGet(LOOK.toNanos());
            height += BLOCKS_A_LOOK;
            pace.seen(height);
        }
    }
}
