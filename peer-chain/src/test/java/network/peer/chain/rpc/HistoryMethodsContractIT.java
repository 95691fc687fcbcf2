package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import network.peer.chain.keys.Signer;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.SystemInstructions;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the chain remembers, read back from it alone.
 *
 * @see <a href="https://solana.com/docs/rpc/http/getsignaturesforaddress">getSignaturesForAddress</a>
 * @see <a href="https://solana.com/docs/rpc/http/gettransaction">getTransaction</a>
 */
class HistoryMethodsContractIT {
    private static final Signer RECEIVER = TestChain.newKey();

    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;
    private static SignedTransaction paid;
    private static SignedTransaction failed;

    /** Two transactions that name the receiver: one with a memo that pays, then one that fails. */
    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        Signer payer = TestChain.funded(localnet);
        paid = TestChain.sent(
                rpc,
                TestChain.sign(
                        rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(payer),
                        MemoInstructions.memo("P1 MINT 2026-11-21 3 1"),
                        SystemInstructions.transfer(payer.publicKey(), RECEIVER.publicKey(), TestChain.ONE_SOL)));
        localnet.advance(1);
        failed = TestChain.sent(rpc, TestChain.transfer(rpc, payer, RECEIVER.publicKey(), 1_000 * TestChain.ONE_SOL));
        localnet.finalizeAll();
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void anAddressHasItsHistoryNewestFirst() {
        List<SignatureInfo> history = history(Optional.empty(), 10);

        assertThat(history).extracting(SignatureInfo::signature).containsExactly(failed.signature(), paid.signature());
        assertThat(history.get(0).error()).isEqualTo("{\"InstructionError\":[0,{\"Custom\":1}]}");
        assertThat(history.get(1).error()).isNull();
        assertThat(history.get(1).memo()).isEqualTo("[22] P1 MINT 2026-11-21 3 1");
        assertThat(history.get(1).slot()).isLessThan(history.get(0).slot());
    }

    @Test
    void historyIsReadPageByPage() {
        List<SignatureInfo> first = history(Optional.empty(), 1);
        List<SignatureInfo> second = history(Optional.of(first.get(0).signature()), 1);
        List<SignatureInfo> third = history(Optional.of(second.get(0).signature()), 1);

        assertThat(second).extracting(SignatureInfo::signature).containsExactly(paid.signature());
        assertThat(third).isEmpty();
    }

    @Test
    void aTransactionComesBackByteForByte() {
        LandedTransaction landed =
                rpc.getTransaction(paid.signature(), Commitment.FINALIZED).orElseThrow();

        assertThat(landed.wire()).isEqualTo(paid.wire());
        assertThat(landed.error()).isNull();
        assertThat(landed.feeLamports()).isEqualTo(5_000);
        assertThat(landed.blockTimeSeconds()).isNotNull();
    }

    @Test
    void aFailedTransactionIsRecordedWithItsErrorAndItsFee() {
        LandedTransaction landed =
                rpc.getTransaction(failed.signature(), Commitment.FINALIZED).orElseThrow();

        assertThat(landed.error()).isEqualTo("{\"InstructionError\":[0,{\"Custom\":1}]}");
        assertThat(landed.feeLamports()).isEqualTo(5_000);
    }

    @Test
    void aTransactionThatNeverLandedIsEmpty() {
        SignedTransaction never = TestChain.transfer(rpc, TestChain.newKey(), RECEIVER.publicKey(), 1);

        assertThat(rpc.getTransaction(never.signature(), Commitment.FINALIZED)).isEmpty();
    }

    private static List<SignatureInfo> history(Optional<TransactionSignature> before, int limit) {
        return rpc.getSignaturesForAddress(RECEIVER.publicKey(), before, limit, ReadAt.FINALIZED);
    }
}
