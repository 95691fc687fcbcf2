package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import network.peer.chain.keys.Signer;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;

class SignedTransactionTest {
    private static final Signer PAYER = TestSigners.named("fee payer");
    private static final Signer USER = TestSigners.named("user");
    private static final TransactionMessage TWO_SIGNERS = message(PAYER.publicKey(), USER.publicKey());

    @Test
    void signingTwiceMakesTheSameTransactionAndChangesNeither() {
        SignedTransaction first = SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER, USER));
        byte[] before = first.wire();

        SignedTransaction second = SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER, USER));

        assertThat(second.wire()).isEqualTo(before);
        assertThat(first.wire()).isEqualTo(before);
        assertThat(before[0]).isEqualTo((byte) 2);
    }

    @Test
    void theOrderOfTheSignersGivenDoesNotMatter() {
        assertThat(SignedTransaction.sign(TWO_SIGNERS, List.of(USER, PAYER)).wire())
                .isEqualTo(SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER, USER))
                        .wire());
    }

    @Test
    void changingWhatWasHandedOutChangesNothing() {
        SignedTransaction signed = SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER, USER));
        byte[] before = signed.wire();

        signed.wire()[5] ^= 1;
        TWO_SIGNERS.bytes()[5] ^= 1;

        assertThat(signed.wire()).isEqualTo(before);
    }

    @Test
    void refusesAMissingSigner() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER)))
                .withMessageContaining("missing signer")
                .withMessageContaining(USER.publicKey().base58());
    }

    @Test
    void refusesASignerThatTheMessageDoesNotName() {
        TransactionMessage one = message(PAYER.publicKey());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedTransaction.sign(one, List.of(PAYER, USER)))
                .withMessageContaining(USER.publicKey().base58());
    }

    @Test
    void refusesAWrongSignature() {
        Signer faulty = new Signer() {
            @Override
            public PublicKey publicKey() {
                return PAYER.publicKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                byte[] signature = PAYER.sign(message);
                signature[10] ^= 1;
                return signature;
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedTransaction.sign(message(PAYER.publicKey()), List.of(faulty)))
                .withMessageContaining("wrong signature");
    }

    @Test
    void storedBytesComeBackAsTheSameTransaction() {
        SignedTransaction signed = SignedTransaction.sign(TWO_SIGNERS, List.of(PAYER, USER));

        SignedTransaction stored = SignedTransaction.fromWire(signed.wire());

        assertThat(stored.signature()).isEqualTo(signed.signature());
        assertThat(stored.wire()).isEqualTo(signed.wire());
    }

    @Test
    void storedBytesOfAVersionedTransactionComeBackToo() {
        for (Vectors.TransactionVector vector : Vectors.transactions()) {
            byte[] wire = java.util.HexFormat.of().parseHex(vector.wireHex());

            SignedTransaction stored = SignedTransaction.fromWire(wire);

            assertThat(stored.signature().base58()).isEqualTo(vector.signature());
            assertThat(stored.wire()).isEqualTo(wire);
        }
    }

    @Test
    void refusesBytesThatAreNoTransaction() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedTransaction.fromWire(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> SignedTransaction.fromWire(new byte[200]));
        assertThatIllegalArgumentException().isThrownBy(() -> SignedTransaction.fromWire(new byte[] {1, 2, 3}));
    }

    private static TransactionMessage message(PublicKey payer, PublicKey... others) {
        return TransactionMessage.of(
                MessageVersion.LEGACY,
                payer,
                Vectors.transactions().get(0).blockhash(),
                List.of(MemoInstructions.memo("memo", others)),
                NetworkLimits.PUBLIC_CLUSTERS);
    }
}
