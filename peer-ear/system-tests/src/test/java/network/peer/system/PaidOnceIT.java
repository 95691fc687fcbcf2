package network.peer.system;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import network.peer.system.LandedTransactions.Step;
import network.peer.system.Traffic.Leg;
import network.peer.system.Traffic.Owed;
import org.junit.jupiter.api.Test;

/** The checker of the system's fault matrix bites. */
class PaidOnceIT {
    private static final UUID FIRST = new UUID(7, 1);
    private static final UUID SECOND = new UUID(7, 2);
    private static final List<Step> PAYOUT =
            List.of(memo("P1 M 2025-01-02 3 1"), new Step("MINT", "", null, "alice", 100));
    private static final List<Step> TRANSFER = transfer(FIRST, 40);
    private static final List<Step> BURN =
            List.of(memo("P1 T " + id(SECOND) + " 1"), new Step("BURN", "", "alice", null, 5));

    private final PaidOnce checker = new PaidOnce(
            List.of(
                    new Owed("2025-01-02 alice", List.of(new Leg("MINT", null, "alice", 100))),
                    new Owed(FIRST.toString(), List.of(new Leg("TRANSFER", "alice", "bob", 40))),
                    new Owed(SECOND.toString(), List.of(new Leg("BURN", "alice", null, 5)))),
            name -> name);

    @Test
    void whatLandedOnceIsFine() {
        assertThatCode(() -> checker.assertLandedOnce(List.of(PAYOUT, TRANSFER, BURN)))
                .doesNotThrowAnyException();
    }

    @Test
    void aSecondLandingUnderAnotherAttemptIsSeen() {
        assertCaught(
                List.of(PAYOUT, TRANSFER, BURN, List.of(memo("P1 M 2025-01-02 3 2"), PAYOUT.get(1))),
                "what landed for");
    }

    @Test
    void aPayoutThatLandedTwiceInOneTransactionIsSeen() {
        assertCaught(List.of(List.of(PAYOUT.get(0), PAYOUT.get(1), PAYOUT.get(1)), TRANSFER, BURN), "what landed for");
    }

    @Test
    void whatNeverLandedIsSeen() {
        assertCaught(List.of(PAYOUT, BURN), "what landed for");
    }

    @Test
    void anotherAmountIsSeen() {
        assertCaught(List.of(PAYOUT, transfer(FIRST, 41), BURN), "what landed for");
    }

    @Test
    void whatNobodyOwesIsSeen() {
        assertCaught(List.of(PAYOUT, TRANSFER, BURN, transfer(new UUID(7, 3), 1)), "is not owed");
    }

    @Test
    void anotherOrderIsSeen() {
        assertCaught(List.of(PAYOUT, BURN, TRANSFER), "in the order of its wallet");
    }

    private void assertCaught(List<List<Step>> landed, String message) {
        assertThatThrownBy(() -> checker.assertLandedOnce(landed))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    private static List<Step> transfer(UUID transaction, long baseUnits) {
        return List.of(memo("P1 T " + id(transaction) + " 1"), new Step("TRANSFER", "", "alice", "bob", baseUnits));
    }

    private static Step memo(String text) {
        return new Step("MEMO", text, null, null, 0);
    }

    private static String id(UUID id) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
