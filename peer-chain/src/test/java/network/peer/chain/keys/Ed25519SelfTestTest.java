package network.peer.chain.keys;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class Ed25519SelfTestTest {
    @Test
    void theProviderOnTheClassPathComputesTheVectorsOfRfc8032() {
        assertThatCode(Ed25519SelfTest::verify).doesNotThrowAnyException();
    }
}
