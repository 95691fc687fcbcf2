package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.RpcFailures;
import network.peer.chain.rpc.RpcUnavailable;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.testing.TestChain;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.LaneLease;
import network.peer.settlement.PauseScope;
import network.peer.testing.Holders.Holder;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test ends with the same question: was everybody paid exactly once, and do chain and books agree? */
class SettlementIT {
    private static final int PAST_EXPIRY = 151;
    private static final long EMPTY_ACCOUNT_RENT = 890_880;

    private SettlementRig rig;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void payoutsReachFinalityPackedIntoFewTransactions() {
        List<Holder> holders = rig.owedHolders(59);

        assertThat(rig.lane("node-1").runOnce()).isTrue();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 7L));
        rig.chain.advance(2);
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("CONFIRMED", 7L));
        assertThat(rig.conservation().holds())
                .as("conservation while in flight")
                .isTrue();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 7L));
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 59L));
        rig.assertPaidExactlyOnce(holders);
        assertThat(rig.lane("node-1").runOnce()).isFalse();
    }

    @Test
    void lamportsThatSomebodySentToATokenAccountThatIsNotThereHinderNobody() {
        List<Holder> holders = rig.owedHolders(3);
        send(EMPTY_ACCOUNT_RENT, rig.tokenAccount(holders.get(1)));

        assertThat(rig.conservation().holds()).as("conservation").isTrue();
        rig.settleAll();

        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 3L));
        rig.assertPaidExactlyOnce(holders);
    }

    /** Each of them takes two instructions more to open, so fewer fit into a transaction. */
    @Test
    void whoSendsLamportsToAllTokenAccountsOnlyMakesPayoutsSmaller() {
        List<Holder> holders = rig.owedHolders(12);
        holders.forEach(holder -> send(EMPTY_ACCOUNT_RENT, rig.tokenAccount(holder)));

        rig.settleAll();

        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 12L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aLostReplyIsUnknownAndNeverFailed() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "loseReply"));

        rig.lane("node-1").runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("UNKNOWN", 1L));
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aPreflightErrorAfterTheBytesLeftIsUnknown() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "error")
                .add("when", "after")
                .add("code", -32002)
                .add("message", "Transaction simulation failed: Blockhash not found"));

        rig.lane("node-1").runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("UNKNOWN", 1L));
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aNodeThatLimitsWhatIsSentGetsNoMoreUntilItHasRested() {
        List<Holder> holders = rig.owedHolders(40);
        AtomicInteger sent = new AtomicInteger();
        SolanaRpc limiting = SettlementRig.answering(rig.rpc, Map.of("send", arguments -> {
            sent.incrementAndGet();
            RpcUnavailable limited = RpcFailures.limited("sendTransaction", "stub", Duration.ofMinutes(1));
            return new SubmitOutcome.Unknown("HTTP status 429", Optional.of(limited));
        }));

        rig.lane("node-1", limiting).runOnce();

        assertThat(sent).as("of five that are stored").hasValue(1);
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("UNKNOWN", 1L, "SIGNED", 4L));
        rig.tracker().runOnce();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aDroppedTransactionIsSentAgainWithTheSameBytes() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "drop"));
        rig.lane("node-1").runOnce();

        rig.tracker().runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void anExpiredBlockhashLeadsToExactlyOnePayment() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt"))
                .as("the last block at which it can land is not final yet")
                .isEqualTo(Map.of("SUBMITTED", 1L));
        rig.chain.finalizeAll();

        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("EXPIRED", 1L));
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 3L));
        rig.chain.disarm();
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("EXPIRED", 1L, "FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void absenceIsNotBelievedWhileOneEndpointDoesNotAnswer() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();
        SolanaRpc dead = SolanaRpc.connect(RpcEndpoint.of("http://127.0.0.1:1"), Duration.ofSeconds(1));

        rig.tracker(rig.rpc, dead).runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 1L));
        rig.tracker(rig.rpc, rig.chain.rpc()).runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("EXPIRED", 1L));
        rig.chain.disarm();
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void absenceIsNotBelievedIfOneOfTwoEndpointsHasForgotten() {
        List<Holder> holders = rig.owedHolders(3);
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();
        SolanaRpc forgetful = SettlementRig.answering(
                rig.rpc,
                Map.of(
                        "getSignatureStatuses",
                        arguments -> new SignatureStatuses(Long.MAX_VALUE, signatures(arguments[0]), Map.of())));

        rig.tracker(forgetful, rig.rpc).runOnce();

        assertThat(rig.states("settlement_attempt"))
                .as("neither absence, nor finality said by one alone")
                .isEqualTo(Map.of("CONFIRMED", 1L));
        rig.tracker(rig.rpc, rig.chain.rpc()).runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void absenceIsNotBelievedFromANodeWhoseHistoryBeginsAfterTheSigning() {
        rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();
        SolanaRpc pruned =
                SettlementRig.answering(rig.rpc, Map.of("getFirstAvailableBlock", arguments -> Long.MAX_VALUE));

        rig.tracker(pruned).runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 1L));
    }

    @Test
    void aFailedTransactionIsNeverConfirmedAndRejectedOnlyWhenFinal() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "drop"));
        rig.lane("node-1").runOnce();
        long balance = rig.rpc
                .getBalanceLamports(rig.authority.publicKey(), ReadAt.CONFIRMED)
                .value();
        TestChain.sent(
                rig.rpc,
                TestChain.transfer(rig.rpc, rig.authority, TestChain.newKey().publicKey(), balance - 2_000_000));
        rig.chain.advance(2);

        AttemptTracker tracker = rig.tracker();
        tracker.runOnce();
        rig.chain.advance(2);
        tracker.runOnce();
        assertThat(rig.states("settlement_attempt"))
                .as("landed with an error, not final")
                .isEqualTo(Map.of("SUBMITTED", 1L));
        rig.chain.finalizeAll();
        tracker.runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("REJECTED", 1L));
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 3L));
        rig.rpc.requestAirdrop(rig.authority.publicKey(), TestChain.ONE_SOL);
        rig.chain.finalizeAll();
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();
        tracker.runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aWorkerWhoseLaneWasTakenOverCannotStoreWhatItSigned() {
        List<Holder> holders = rig.owedHolders(3);
        LaneLease zombie = rig.store.lease("mint", "zombie", Duration.ZERO).orElseThrow();
        assertThat(rig.store.claim(zombie, 10, Duration.ofMinutes(1))).hasSize(3);

        rig.lane("successor").runOnce();

        assertThatThrownBy(() -> rig.store.claim(zombie, 10, Duration.ofMinutes(1)))
                .isInstanceOf(FencedOffException.class);
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 1L));
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void whileAnotherOwnersLeaseRunsTheLaneIsLeftAlone() {
        rig.owedHolders(3);
        assertThat(rig.store.lease("mint", "owner", Duration.ofMinutes(1))).isPresent();

        assertThat(rig.lane("other").runOnce()).isFalse();

        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 3L));
    }

    @Test
    void aStoredAttemptThatWasNeverSentIsSentByWhoeverFindsIt() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "reset").add("when", "before"));
        rig.lane("node-1").runOnce();

        rig.tracker().runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void anImplausibleLastValidBlockHeightIsRefused() {
        rig.owedHolders(3);
        SolanaRpc fromTheFuture = SettlementRig.answering(rig.rpc, Map.of("getLatestBlockhash", arguments -> {
            LatestBlockhash real = rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED);
            return new LatestBlockhash(real.blockhash(), real.lastValidBlockHeight() + 1_000, real.contextSlot());
        }));

        assertThat(rig.lane("node-1", fromTheFuture).runOnce()).isFalse();

        assertThat(rig.states("settlement_attempt")).isEmpty();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 3L));
    }

    @Test
    void aMintThatWeDidNotMakeIsFoundByConservation() {
        List<Holder> holders = rig.owedHolders(2);
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);

        StrayMint.to(rig, holders.get(0));

        ConservationReport report = rig.conservation();
        assertThat(report.holds()).isFalse();
        assertThat(report.differences()).singleElement().satisfies(difference -> assertThat(difference
                        .onChainBaseUnits()
                        .subtract(difference.expectedBaseUnits())
                        .longValueExact())
                .isEqualTo(1));
    }

    @Test
    void aPausedLaneSignsNothing() {
        List<Holder> holders = rig.owedHolders(2);
        rig.store.pause(PauseScope.lane("mint"), "test");

        assertThat(rig.lane("node-1").runOnce()).isFalse();
        rig.resume(PauseScope.lane("mint"));
        assertThat(rig.lane("node-1").runOnce()).isTrue();

        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    private void send(long lamports, PublicKey to) {
        TestChain.sent(rig.rpc, TestChain.transfer(rig.rpc, rig.authority, to, lamports));
        rig.chain.finalizeAll();
    }

    private static JsonObjectBuilder fault(String method, String kind) {
        return Json.createObjectBuilder().add("method", method).add("fault", kind);
    }

    @SuppressWarnings("unchecked")
    private static List<TransactionSignature> signatures(Object argument) {
        return (List<TransactionSignature>) argument;
    }
}
