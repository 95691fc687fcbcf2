package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.peer.chain.recovery.RebuildFromChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTest {
    @Test
    void aRebuildChangesTheBooksUnlessToldOtherwise() {
        assertThat(Admin.rebuildOptions(List.of())).isEqualTo(new RebuildFromChain.Options(false, 1_000, false));
        assertThat(Admin.rebuildOptions(List.of("--gap-limit", "50", "--dry-run", "--from-beginning")))
                .isEqualTo(new RebuildFromChain.Options(true, 50, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dryrun", "--gap-limit", "--gap-limit 0", "--gap-limit x", "now"})
    void refusesWhatItDoesNotKnow(String options) {
        assertThatThrownBy(() -> Admin.rebuildOptions(List.of(options.split(" "))))
                .isInstanceOf(LauncherException.class);
    }
}
