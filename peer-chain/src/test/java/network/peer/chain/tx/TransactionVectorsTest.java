package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import network.peer.chain.tx.Vectors.TransactionVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole transactions, legacy and v0, byte for byte as the official client compiles, signs and encodes them. */
class TransactionVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    static List<TransactionVector> transactions() {
        return Vectors.transactions();
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void compilesTheSameMessage(TransactionVector vector) {
        assertThat(HEX.formatHex(vector.message().bytes())).isEqualTo(vector.messageHex());
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void signsTheSameTransaction(TransactionVector vector) {
        TransactionMessage message = vector.message();

        SignedTransaction signed = SignedTransaction.sign(message, TestSigners.of(message));

        assertThat(HEX.formatHex(signed.wire())).isEqualTo(vector.wireHex());
        assertThat(signed.signature().base58()).isEqualTo(vector.signature());
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void foretellsTheExactSize(TransactionVector vector) {
        TransactionSizer.Size size = TransactionSizer.measure(vector.form(), vector.feePayer(), vector.instructions());

        assertThat(size.bytes()).isEqualTo(vector.wireHex().length() / 2);
        assertThat(size.accountLocks()).isEqualTo(vector.message().accounts().size());
        assertThat(size.signatures())
                .isEqualTo(vector.message().requiredSigners().size());
    }

    static List<TransactionVector> withoutTables() {
        return Vectors.transactions().stream()
                .filter(vector -> !vector.json().containsKey("tables"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("withoutTables")
    void readsBackWhatWasSigned(TransactionVector vector) {
        LandedMessage read = LandedMessage.read(HEX.parseHex(vector.wireHex()), List.of());

        assertThat(read.feePayer()).isEqualTo(vector.feePayer());
        assertThat(read.blockhash()).isEqualTo(vector.blockhash());
        assertThat(read.signers()).isEqualTo(vector.message().requiredSigners());
        assertThat(TransactionMessage.of(
                                vector.version(),
                                read.feePayer(),
                                read.blockhash(),
                                read.instructions(),
                                NetworkLimits.PUBLIC_CLUSTERS)
                        .bytes())
                .isEqualTo(vector.message().bytes());
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void refusesEveryTruncation(TransactionVector vector) {
        byte[] wire = HEX.parseHex(vector.wireHex());

        for (int length = 0; length < wire.length; length++) {
            byte[] cut = Arrays.copyOf(wire, length);
            assertThatIllegalArgumentException().isThrownBy(() -> LandedMessage.read(cut, List.of()));
        }
    }
}
