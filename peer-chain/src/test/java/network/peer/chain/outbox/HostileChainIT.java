package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.peer.chain.conservation.UncertainLandingException;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.testing.Holders.Holder;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forks, endpoints that lag, forget or lie, and storms of refusals: everybody is paid exactly once all the same. */
class HostileChainIT {
    private static final int PAST_EXPIRY = 151;

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
    void whatAForkDropsIsSentAgainWithTheSameBytes() {
        List<Holder> holders = rig.owedHolders(12);
        rig.lane("node-1").runOnce();
        rig.chain.advance(3);
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("CONFIRMED", 2L));

        rig.chain.fork(4, "none");
        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 2L));
        rig.settleAll();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 2L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void whatAForkLandsAgainIsPaidOnce() {
        List<Holder> holders = rig.owedHolders(20);
        rig.lane("node-1").runOnce();
        rig.chain.advance(3);
        rig.tracker().runOnce();

        rig.chain.fork(4, "half");
        rig.tracker().runOnce();
        rig.chain.advance(2);
        rig.chain.fork(2, "all");
        rig.settleAll();

        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 20L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aForkThatDropsTheBlockhashTooLeadsToOneMore() {
        List<Holder> holders = rig.owedHolders(3);
        rig.lane("node-1").runOnce();
        rig.chain.advance(3);
        rig.tracker().runOnce();
        rig.chain.fork(10, "none");
        rig.tracker().runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();

        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("EXPIRED", 1L));
        rig.settleAll();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aForkThatDropsATransactionForGoodLeadsToOneMore() {
        List<Holder> holders = rig.owedHolders(3);
        rig.lane("node-1").runOnce();
        rig.chain.advance(2);
        rig.tracker().runOnce();
        rig.chain.fork(3, "none");
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();

        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("EXPIRED", 1L));
        rig.chain.disarm();
        rig.settleAll();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void anEndpointThatLagsHoldsUpFinalityAndProofs() {
        List<Holder> holders = rig.owedHolders(3);
        SolanaRpc laggard = rig.chain.endpoint("laggard", settings().add("lagSlots", 60));
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();

        rig.tracker(rig.rpc, laggard).runOnce();

        assertThat(rig.states("settlement_attempt"))
                .as("one of two says finalized")
                .isEqualTo(Map.of("CONFIRMED", 1L));
        rig.chain.change("laggard", settings().add("lagSlots", 0));
        rig.tracker(rig.rpc, laggard).runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void anEndpointThatHidesWhatLandedProvesNothing() {
        List<Holder> holders = rig.owedHolders(3);
        SolanaRpc liar = rig.chain.endpoint("liar", settings().add("lies", lies("hides")));
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();

        rig.tracker(liar, rig.rpc).runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("CONFIRMED", 1L));
        rig.chain.change("liar", settings().add("lies", Json.createArrayBuilder()));
        rig.tracker(liar, rig.rpc).runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void anEndpointThatHidesOrInventsBreaksNoConservation() {
        rig.owedHolders(3);
        SolanaRpc other = rig.chain.endpoint("other", settings());
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();

        rig.chain.change("other", settings().add("lies", lies("hides")));
        assertThatThrownBy(() -> rig.conservation(other, rig.rpc)).isInstanceOf(UncertainLandingException.class);
        assertThat(rig.conservation(rig.rpc, other).holds()).isTrue();
        rig.chain.change("other", settings().add("lies", Json.createArrayBuilder()));
        rig.settleAll();
        rig.owedHolders(2);
        rig.chain.arm(fault("sendTransaction", "drop"));
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();

        rig.chain.change("other", settings().add("lies", lies("invents")));
        assertThatThrownBy(() -> rig.conservation(other, rig.rpc)).isInstanceOf(UncertainLandingException.class);
    }

    @Test
    void aBalanceOrASupplyThatOneEndpointInventsBreaksNoConservation() {
        Holder holder = rig.owedHolders(3).get(0);
        rig.settleAll();
        AtSlot<?> nothing = new AtSlot<>(rig.rpc.getSlot(ReadAt.FINALIZED), Map.of());
        AtSlot<?> much = new AtSlot<>(nothing.slot(), TokenAmount.ofPeer(1_000));
        SolanaRpc empty = SettlementRig.answering(rig.rpc, Map.of("getTokenAccounts", arguments -> nothing));
        SolanaRpc rich = SettlementRig.answering(rig.rpc, Map.of("getTokenSupply", arguments -> much));
        SolanaRpc dead = SolanaRpc.connect(RpcEndpoint.of("http://127.0.0.1:1"), Duration.ofSeconds(1));

        assertThatThrownBy(() -> rig.conservation(empty, rig.rpc)).isInstanceOf(UncertainLandingException.class);
        assertThatThrownBy(() -> rig.conservation(rich, dead, rig.rpc)).isInstanceOf(UncertainLandingException.class);

        StrayMint.to(rig, holder);
        assertThat(rig.conservation(rig.rpc, rig.chain.rpc()).holds()).isFalse();
        assertThat(rig.conservation(rig.rpc, dead).holds())
                .as("nobody speaks against it")
                .isFalse();
    }

    @Test
    void endpointsThatForgotWhatLandedBreakNoConservation() {
        rig.owedHolders(3);
        SolanaRpc forgetful = rig.chain.endpoint("forgetful", settings());
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();

        rig.chain.change("forgetful", settings().add("historySlots", 1));

        assertThatThrownBy(() -> rig.conservation(forgetful)).isInstanceOf(UncertainLandingException.class);
        rig.chain.change("forgetful", settings().addNull("historySlots"));
        assertThat(rig.conservation(forgetful).holds()).isTrue();
    }

    @Test
    void anEndpointThatInventsFinalitySettlesNothing() {
        List<Holder> holders = rig.owedHolders(3);
        SolanaRpc liar = rig.chain.endpoint("liar", settings().add("lies", lies("invents")));
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.lane("node-1").runOnce();
        rig.chain.advance(PAST_EXPIRY);
        rig.chain.finalizeAll();

        rig.tracker(liar, rig.rpc).runOnce();

        assertThat(rig.states("settlement_intent"))
                .as("neither settled nor expired while they disagree")
                .isEqualTo(Map.of("IN_ATTEMPT", 3L));
        rig.chain.disarm();
        rig.chain.change("liar", settings().add("lies", Json.createArrayBuilder()));
        rig.tracker(liar, rig.rpc).runOnce();
        rig.settleAll();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aTransactionThatLandsLateIsWaitedFor() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(fault("sendTransaction", "late").add("slots", 140));
        rig.lane("node-1").runOnce();
        rig.chain.arm(fault("sendTransaction", "drop").addNull("count"));
        rig.chain.advance(100);
        rig.tracker().runOnce();
        rig.chain.finalizeAll();
        rig.chain.finalizeAll();
        rig.chain.disarm();

        rig.settleAll();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aStormOfRefusalsChangesNothing() {
        List<Holder> holders = rig.owedHolders(3);
        rig.chain.arm(Json.createObjectBuilder()
                .add("method", "*")
                .add("fault", "http")
                .add("status", 429)
                .addNull("count"));
        rig.lane("node-1").runOnce();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 3L));
        rig.chain.disarm();
        rig.lane("node-1").runOnce();
        rig.chain.arm(Json.createObjectBuilder()
                .add("method", "*")
                .add("fault", "http")
                .add("status", 429)
                .addNull("count"));

        rig.tracker().runOnce();

        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("SUBMITTED", 1L));
        rig.chain.disarm();
        rig.settleAll();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void aForgottenStatusAtTheOnlyEndpointIsFoundAgain() {
        List<Holder> holders = rig.owedHolders(3);
        rig.lane("node-1").runOnce();
        rig.chain.arm(fault("getSignatureStatuses", "forget").addNull("count"));
        rig.chain.advance(20);
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt"))
                .as("not absent before its last block is final")
                .isEqualTo(Map.of("SUBMITTED", 1L));
        rig.chain.disarm();

        rig.settleAll();

        rig.assertPaidExactlyOnce(holders);
    }

    private static JsonObjectBuilder settings() {
        return Json.createObjectBuilder();
    }

    private static jakarta.json.JsonArrayBuilder lies(String kind) {
        return Json.createArrayBuilder().add(kind);
    }

    private static JsonObjectBuilder fault(String method, String kind) {
        return Json.createObjectBuilder().add("method", method).add("fault", kind);
    }
}
