package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.peer.chain.keys.Signer;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.SignedTransaction;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node that misbehaves: sending is then Unknown, reading says that nothing is known, and nothing is sent twice. */
class FaultsContractIT {
    private static final Duration SHORT = Duration.ofMillis(400);

    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;
    private static Signer payer;

    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        payer = TestChain.funded(localnet);
    }

    @AfterEach
    void disarm() {
        localnet.disarm();
        localnet.releaseAll();
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void aReplyThatIsLostAfterLandingIsUnknownAndIsNotSentAgain() {
        assertUnknownThoughLanded(fault("sendTransaction", "loseReply"), rpc);
    }

    @Test
    void aTimeOutAfterLandingIsUnknown() {
        assertUnknownThoughLanded(fault("sendTransaction", "hang").add("when", "after"), localnet.rpc(SHORT));
    }

    @Test
    void anErrorAfterLandingIsUnknown() {
        assertUnknownThoughLanded(
                fault("sendTransaction", "error").add("when", "after").add("code", -32005), rpc);
    }

    @Test
    void anHttpStatusAfterLandingIsUnknown() {
        assertUnknownThoughLanded(
                fault("sendTransaction", "http").add("when", "after").add("status", 500), rpc);
    }

    @Test
    void garbageAfterLandingIsUnknown() {
        assertUnknownThoughLanded(fault("sendTransaction", "garbage").add("when", "after"), rpc);
    }

    @Test
    void aConnectionCutBeforeExecutionIsUnknownToo() {
        SignedTransaction transaction = transfer(newAddress());
        localnet.arm(fault("sendTransaction", "reset").add("when", "before"));

        assertThat(rpc.send(transaction, true)).isInstanceOf(SubmitOutcome.Unknown.class);
        assertThat(rpc.getSignatureStatuses(List.of(transaction.signature()), true)
                        .of(transaction.signature()))
                .isNull();
    }

    @Test
    void aTransactionThatTheNodeDropsIsAcceptedAndNeverSeen() {
        SignedTransaction transaction = transfer(newAddress());
        localnet.arm(fault("sendTransaction", "drop"));

        assertThat(rpc.send(transaction, true)).isEqualTo(new SubmitOutcome.Accepted(transaction.signature()));
        localnet.finalizeAll();
        assertThat(rpc.getSignatureStatuses(List.of(transaction.signature()), true)
                        .of(transaction.signature()))
                .isNull();
    }

    @Test
    void aHeldRequestIsAnsweredOnceItIsReleased() {
        SignedTransaction transaction = transfer(newAddress());
        localnet.arm(fault("sendTransaction", "hold"));
        CompletableFuture<SubmitOutcome> sending = CompletableFuture.supplyAsync(() -> rpc.send(transaction, true));

        assertThat(localnet.held()).hasSize(1);
        assertThat(sending).isNotDone();
        localnet.releaseAll();

        assertThat(sending.join()).isEqualTo(new SubmitOutcome.Accepted(transaction.signature()));
    }

    @Test
    void aSilentNodeIsUnavailable() {
        localnet.arm(fault("getSlot", "hang"));

        assertThatExceptionOfType(RpcUnavailable.class)
                .isThrownBy(() -> localnet.rpc(SHORT).getSlot(ReadAt.FINALIZED))
                .withMessageContaining("no answer within 400 ms");
    }

    @Test
    void aReadIsNotRepeatedByItself() {
        localnet.arm(fault("getSlot", "reset"));
        int before = localnet.calls("getSlot");

        assertThatExceptionOfType(RpcUnavailable.class).isThrownBy(() -> rpc.getSlot(ReadAt.FINALIZED));

        assertThat(localnet.calls("getSlot")).isEqualTo(before + 1);
    }

    @Test
    void tooManyRequestsIsUnavailable() {
        localnet.arm(fault("getSlot", "http").add("status", 429));

        assertThatExceptionOfType(RpcUnavailable.class)
                .isThrownBy(() -> rpc.getSlot(ReadAt.FINALIZED))
                .withMessageContaining("HTTP status 429");
    }

    @Test
    void anErrorOfTheNodeKeepsCodeMessageAndData() {
        localnet.arm(fault("getHealth", "error")
                .add("code", RpcError.NODE_UNHEALTHY)
                .add("message", "Node is behind by 42 slots")
                .add("data", Json.createObjectBuilder().add("numSlotsBehind", 42)));

        assertThatExceptionOfType(RpcError.class)
                .isThrownBy(rpc::getHealth)
                .returns((long) RpcError.NODE_UNHEALTHY, RpcError::code)
                .returns("Node is behind by 42 slots", RpcError::nodeMessage)
                .returns("{\"numSlotsBehind\":42}", RpcError::data);
    }

    @Test
    void aForgottenTransactionIsNullInEveryAnswer() {
        SignedTransaction transaction = TestChain.sent(rpc, transfer(newAddress()));
        localnet.finalizeAll();
        localnet.arm(Json.createObjectBuilder()
                .add("fault", "forget")
                .add(
                        "match",
                        Json.createObjectBuilder()
                                .add("signature", transaction.signature().base58()))
                .addNull("count"));

        assertThat(rpc.getSignatureStatuses(List.of(transaction.signature()), true)
                        .of(transaction.signature()))
                .isNull();
        assertThat(rpc.getTransaction(transaction.signature(), Commitment.FINALIZED))
                .isEmpty();
    }

    private static void assertUnknownThoughLanded(JsonObjectBuilder fault, SolanaRpc sender) {
        PublicKey receiver = newAddress();
        SignedTransaction transaction = transfer(receiver);
        int before = localnet.calls("sendTransaction");
        localnet.arm(fault);

        SubmitOutcome outcome = sender.send(transaction, true);
        localnet.finalizeAll();

        assertThat(outcome).isInstanceOf(SubmitOutcome.Unknown.class);
        assertThat(localnet.calls("sendTransaction")).isEqualTo(before + 1);
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isEqualTo(TestChain.ONE_SOL / 100);
    }

    private static JsonObjectBuilder fault(String method, String kind) {
        return Json.createObjectBuilder().add("method", method).add("fault", kind);
    }

    private static SignedTransaction transfer(PublicKey to) {
        return TestChain.transfer(rpc, payer, to, TestChain.ONE_SOL / 100);
    }

    private static PublicKey newAddress() {
        return TestChain.newKey().publicKey();
    }
}
