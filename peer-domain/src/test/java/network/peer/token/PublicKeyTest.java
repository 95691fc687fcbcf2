package network.peer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
    @Test
    void knownAddressesAreTheirBytes() {
        assertThat(new PublicKey("11111111111111111111111111111111").bytes()).isEqualTo(new byte[32]);
        byte[] one = new byte[32];
        one[31] = 1;
        assertThat(PublicKey.of(one).base58()).isEqualTo("11111111111111111111111111111112");
    }

    @Test
    void bytesAndTextAreTheSameThing() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            bytes[0] = i % 3 == 0 ? 0 : bytes[0];

            assertThat(new PublicKey(PublicKey.of(bytes).base58()).bytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1111111111111111111111111111111",
                "111111111111111111111111111111111",
                "0OIl1111111111111111111111111111",
                "JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFGJEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG",
                "1111111111111111111111111111111é"
            })
    void refusesWhatIsNotThirtyTwoBytes(String text) {
        assertThatThrownBy(() -> new PublicKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSignatureHasSixtyFourBytes() {
        assertThat(TransactionSignature.of(new byte[64]).base58()).hasSize(64);
        assertThatThrownBy(() -> TransactionSignature.of(new byte[32])).isInstanceOf(IllegalArgumentException.class);
    }
}
