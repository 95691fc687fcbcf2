package network.peer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

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

    @Test
    void textIsTheNumberToTheBaseOfFiftyEight() {
        Random random = new Random(8);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            bytes[0] = (byte) (bytes[0] | 1);
            StringBuilder digits = new StringBuilder();
            for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BASE)) {
                digits.append(ALPHABET.charAt(rest.mod(BASE).intValue()));
            }

            assertThat(PublicKey.of(bytes).base58()).isEqualTo(digits.reverse().toString());
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
