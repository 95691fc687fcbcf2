package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing the pipe is what the death of the launcher does. */
class WatchdogTest {

    @Test
    void endsWhatIsGuardedWhenThePipeBreaks() throws Exception {
        Process guarded = sleep();
        Watchdog watchdog = new Watchdog();
        watchdog.guard(guarded.pid());

        watchdog.close();

        assertThat(guarded.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesWhatWasReleased() throws Exception {
        Process guarded = sleep();
        Process released = sleep();
        Watchdog watchdog = new Watchdog();
        watchdog.guard(guarded.pid());
        watchdog.guard(released.pid());
        watchdog.release(released.pid());

        watchdog.close();

        assertThat(guarded.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(released.isAlive()).isTrue();
        released.destroyForcibly();
    }

    private static Process sleep() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }
}
