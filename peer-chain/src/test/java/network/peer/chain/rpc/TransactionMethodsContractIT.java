package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import network.peer.chain.keys.Signer;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.SystemInstructions;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Blockhash, simulation, sending and status.
 *
 * @see <a href="https://solana.com/docs/rpc/http/sendtransaction">sendTransaction</a>
 * @see <a href="https://solana.com/docs/rpc/http/getsignaturestatuses">getSignatureStatuses</a>
 */
class TransactionMethodsContractIT {
    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;
    private static Signer payer;

    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        payer = TestChain.funded(localnet);
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void aBlockhashIsValidForTheNetworksLifetime() {
        LatestBlockhash latest = rpc.getLatestBlockhash(ReadAt.FINALIZED);

        assertThat(latest.contextSlot()).isEqualTo(rpc.getSlot(ReadAt.FINALIZED));
        assertThat(latest.lastValidBlockHeight() - rpc.getBlockHeight(ReadAt.FINALIZED))
                .isEqualTo(NetworkLimits.PUBLIC_CLUSTERS.blockhashLifetimeBlocks());
    }

    @Test
    void aTransactionClimbsFromProcessedToFinalized() {
        SignedTransaction transaction = TestChain.sent(rpc, transfer(newAddress(), TestChain.ONE_SOL));

        assertThat(status(transaction).confirmationStatus()).isEqualTo(Commitment.PROCESSED);
        localnet.advance(1);
        assertThat(status(transaction).confirmationStatus()).isEqualTo(Commitment.CONFIRMED);
        localnet.advance(32);
        assertThat(status(transaction).isFinalized()).isTrue();
        assertThat(status(transaction).hasFailed()).isFalse();
    }

    @Test
    void aFailedTransactionHasItsError() {
        SignedTransaction transaction = TestChain.sent(rpc, transfer(newAddress(), 1_000 * TestChain.ONE_SOL));
        localnet.finalizeAll();

        SignatureStatus status = status(transaction);

        assertThat(status.hasFailed()).isTrue();
        assertThat(status.error()).isEqualTo("{\"InstructionError\":[0,{\"Custom\":1}]}");
        assertThat(status.isFinalized()).isTrue();
    }

    @Test
    void anUnknownSignatureIsNullAndTheSlotIsTold() {
        TransactionSignature never = transfer(newAddress(), 1).signature();

        SignatureStatuses statuses = rpc.getSignatureStatuses(List.of(never), true);

        assertThat(statuses.of(never)).isNull();
        assertThat(statuses.contextSlot()).isEqualTo(rpc.getSlot(ReadAt.PROCESSED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statuses.of(transfer(newAddress(), 2).signature()))
                .withMessageContaining("not asked");
    }

    @Test
    void manySignaturesKeepTheirOwnStatus() {
        SignedTransaction good = TestChain.sent(rpc, transfer(newAddress(), TestChain.ONE_SOL));
        SignedTransaction bad = TestChain.sent(rpc, transfer(newAddress(), 1_000 * TestChain.ONE_SOL));
        TransactionSignature never = transfer(newAddress(), 3).signature();

        SignatureStatuses statuses = rpc.getSignatureStatuses(List.of(never, bad.signature(), good.signature()), false);

        assertThat(statuses.of(never)).isNull();
        assertThat(statuses.of(good.signature())).returns(false, SignatureStatus::hasFailed);
        assertThat(statuses.of(bad.signature())).returns(true, SignatureStatus::hasFailed);
    }

    @Test
    void moreSignaturesThanOneCallTakesAreRefusedHere() {
        TransactionSignature signature = transfer(newAddress(), 4).signature();

        assertThat(rpc.getSignatureStatuses(Collections.nCopies(256, signature), true)
                        .of(signature))
                .isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rpc.getSignatureStatuses(Collections.nCopies(257, signature), true));
    }

    @Test
    void theSameBytesSentTwicePayOnce() {
        PublicKey receiver = newAddress();
        SignedTransaction transaction = transfer(receiver, TestChain.ONE_SOL);

        TestChain.sent(rpc, transaction);
        rpc.send(transaction, true);
        localnet.finalizeAll();

        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isEqualTo(TestChain.ONE_SOL);
    }

    @Test
    void anExpiredBlockhashNeverLandsAndIsUnknownNotRejected() {
        PublicKey receiver = newAddress();
        LatestBlockhash latest = rpc.getLatestBlockhash(ReadAt.CONFIRMED);
        SignedTransaction transaction = TestChain.sign(
                latest.blockhash(),
                List.of(payer),
                SystemInstructions.transfer(payer.publicKey(), receiver, TestChain.ONE_SOL));
        localnet.advance(200);

        SubmitOutcome outcome = rpc.send(transaction, false);
        localnet.finalizeAll();

        assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
        assertThat(((SubmitOutcome.Unknown) outcome).cause()).containsIgnoringCase("blockhash not found");
        assertThat(rpc.getBlockHeight(ReadAt.FINALIZED)).isGreaterThan(latest.lastValidBlockHeight());
        assertThat(rpc.getSignatureStatuses(List.of(transaction.signature()), true)
                        .of(transaction.signature()))
                .isNull();
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isZero();
    }

    @Test
    void simulationTellsUnitsAndChangesNothing() {
        PublicKey receiver = newAddress();

        SimulationResult result = rpc.simulateTransaction(transfer(receiver, TestChain.ONE_SOL), ReadAt.CONFIRMED);

        assertThat(result.wouldFail()).isFalse();
        assertThat(result.unitsConsumed()).isPositive();
        assertThat(result.logs()).anyMatch(line -> line.contains("success"));
        localnet.finalizeAll();
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isZero();
    }

    @Test
    void simulationTellsWhatWouldFail() {
        SimulationResult result =
                rpc.simulateTransaction(transfer(newAddress(), 1_000 * TestChain.ONE_SOL), ReadAt.CONFIRMED);

        assertThat(result.error()).isEqualTo("{\"InstructionError\":[0,{\"Custom\":1}]}");
        assertThat(result.logs()).isNotEmpty();
    }

    @Test
    void aFailureInPreflightIsUnknownAndSaysWhy() {
        SubmitOutcome outcome = rpc.send(transfer(newAddress(), 1_000 * TestChain.ONE_SOL), false);

        assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
        assertThat(outcome.toString()).contains("-32002");
    }

    @Test
    void bytesBeyondTheNetworksLimitAreRejectedWithoutBeingSent() {
        byte[] wire = new byte[NetworkLimits.PUBLIC_CLUSTERS.transactionBytes() + 1];
        wire[0] = 1;
        int before = localnet.calls("sendTransaction");

        SubmitOutcome outcome = rpc.send(SignedTransaction.fromWire(wire), true);

        assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
        assertThat(localnet.calls("sendTransaction")).isEqualTo(before);
    }

    @Test
    void priorityFeesAreGivenPerSlot() {
        TestChain.sent(rpc, transfer(newAddress(), TestChain.ONE_SOL));
        localnet.advance(2);

        assertThat(rpc.getRecentPrioritizationFees(List.of(payer.publicKey())))
                .isNotEmpty()
                .allSatisfy(fee -> assertThat(fee.slot()).isPositive());
    }

    private static SignatureStatus status(SignedTransaction transaction) {
        SignatureStatus status =
                rpc.getSignatureStatuses(List.of(transaction.signature()), true).of(transaction.signature());
        assertThat(status).isNotNull();
        return Objects.requireNonNull(status);
    }

    private static SignedTransaction transfer(PublicKey to, long lamports) {
        return TestChain.transfer(rpc, payer, to, lamports);
    }

    private static PublicKey newAddress() {
        return TestChain.newKey().publicKey();
    }
}
