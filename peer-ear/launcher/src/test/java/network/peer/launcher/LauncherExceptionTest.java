package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LauncherExceptionTest {
    @Test
    void aCauseThatIsASentenceItselfEndsItOnce() {
        assertThat(new LauncherException("It cannot be migrated: " + "no connection." + "."))
                .hasMessage("It cannot be migrated: no connection.");
    }
}
