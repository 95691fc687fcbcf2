package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DomainAccessTest {
    @Test
    void saysInOneSentenceThatTheDatabaseCannotBeReached() {
        Database nobody = new Database(
                "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/peer", "peer_app", "a", "peer_owner", "b");

        assertThatThrownBy(() -> new DomainAccess(nobody))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("cannot be reached as peer_app");
    }
}
