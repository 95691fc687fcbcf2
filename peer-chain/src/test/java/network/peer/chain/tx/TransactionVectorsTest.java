package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;

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
}
