package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import network.peer.testing.OwedIntent;
import network.peer.testing.SettlementBooks.Part;
import network.peer.wallet.WalletKey;
import org.junit.jupiter.api.Test;

/** The order of movements within a wallet, and whether what is on chain covers them. */
abstract class MovementContract extends SettlementStoreContract {
    @Test
    void movementsOfOneWalletAreClaimedInTheirOrder() {
        WalletKey from = paidWallet();
        WalletKey to = paidWallet();
        OwedIntent first = transfer(from, to, ONE);
        OwedIntent second = books.oweMovement(from, List.of(new Part(null, ONE)));
        OwedIntent third = transfer(from, to, ONE);

        assertThat(claim(lease("transfer", "owner"))).containsExactly(first.id(), second.id(), third.id());
    }

    @Test
    void whatALimitLeavesOutWaitsForWhatItTook() {
        WalletKey from = paidWallet();
        WalletKey to = paidWallet();
        OwedIntent first = transfer(from, to, ONE);
        transfer(from, to, ONE);
        LaneLease lease = lease("transfer", "owner");

        assertThat(ids(store.claim(lease, 1, LEASE))).containsExactly(first.id());
        assertThat(claim(lease)).isEmpty();
        assertThat(claim(lease("transfer-2", "other"))).isEmpty();
    }

    @Test
    void anAttemptOfAnEarlierDebitHoldsUpLaterOnesUntilItIsFinal() {
        WalletKey from = paidWallet();
        WalletKey to = paidWallet();
        transfer(from, to, ONE);
        NewAttempt attempt = attempt("transfer");
        OwedIntent later = transfer(from, to, ONE);
        LaneLease lease = lease("transfer", "owner");

        assertThat(claim(lease)).isEmpty();
        record(attempt, AttemptFact.confirmed(2));
        assertThat(claim(lease)).isEmpty();
        record(attempt, AttemptFact.finalized(2));
        assertThat(claim(lease)).containsExactly(later.id());
    }

    @Test
    void anEarlierDebitThatRestsOrIsParkedHoldsUpLaterOnes() {
        WalletKey from = paidWallet();
        WalletKey to = paidWallet();
        OwedIntent first = transfer(from, to, ONE);
        OwedIntent second = transfer(from, to, ONE);
        LaneLease lease = lease("transfer", "owner");
        claim(lease);

        store.release(lease, List.of(first.id()), Duration.ofSeconds(1), "test");
        store.release(lease, List.of(second.id()), Duration.ZERO, "test");
        assertThat(claim(lease)).isEmpty();
        books.moveClock(Duration.ofSeconds(1));
        assertThat(claim(lease)).containsExactly(first.id(), second.id());
        store.park(lease, first.id(), "poison");
        store.release(lease, List.of(second.id()), Duration.ZERO, "test");
        assertThat(claim(lease)).isEmpty();
    }

    @Test
    void whatIsHeldUpDoesNotCrowdOutOthers() {
        WalletKey stuck = paidWallet();
        WalletKey free = paidWallet();
        OwedIntent first = transfer(stuck, free, ONE);
        transfer(stuck, free, ONE);
        transfer(stuck, free, ONE);
        OwedIntent other = transfer(free, stuck, ONE);
        LaneLease lease = lease("transfer", "owner");
        assertThat(ids(store.claim(lease, 1, LEASE))).containsExactly(first.id());

        assertThat(ids(store.claim(lease, 1, LEASE))).containsExactly(other.id());
    }

    @Test
    void whatAPausedKindHoldsUpDoesNotCrowdOutOthers() {
        WalletKey stuck = paidWallet();
        WalletKey free = paidWallet();
        OwedIntent burn = books.oweMovement(stuck, List.of(new Part(null, ONE)));
        OwedIntent afterTheBurn = transfer(stuck, free, ONE);
        transfer(stuck, free, ONE);
        OwedIntent other = transfer(free, stuck, ONE);
        PauseScope burns = PauseScope.kind(IntentKind.BURN);
        store.pause(burns, "test");
        LaneLease lease = lease("transfer", "owner");

        assertThat(ids(store.claim(lease, 2, LEASE))).containsExactly(other.id());

        books.resume(burns);
        assertThat(ids(store.claim(lease, 2, LEASE))).containsExactly(burn.id(), afterTheBurn.id());
    }

    @Test
    void spendingWaitsForTheCreditItNeedsUntilThatIsConfirmed() {
        WalletKey poor = paidWallet();
        WalletKey rich = paidWallet();
        transfer(rich, poor, TEN);
        NewAttempt credit = attempt("transfer");
        OwedIntent spending = transfer(poor, rich, TEN.plus(ONE));
        LaneLease lease = lease("transfer", "owner");

        assertThat(claim(lease)).isEmpty();
        record(credit, AttemptFact.confirmed(2));
        assertThat(store.claim(lease, 10, LEASE))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.id()).isEqualTo(spending.id()))
                .satisfies(claimed -> assertThat(claimed.awaitsCredits())
                        .as("a fork can take back what is only confirmed")
                        .isTrue());
    }

    @Test
    void whatWaitsForTokensDoesNotCrowdOutOthers() {
        WalletKey poor = paidWallet();
        WalletKey rich = paidWallet();
        transfer(rich, poor, TEN);
        NewAttempt credit = attempt("transfer");
        OwedIntent first = transfer(poor, rich, TEN.plus(ONE));
        OwedIntent second = transfer(poor, rich, ONE);
        transfer(poor, rich, ONE);
        OwedIntent other = transfer(paidWallet(), rich, ONE);
        LaneLease lease = lease("transfer", "owner");

        assertThat(ids(store.claim(lease, 2, LEASE))).containsExactly(other.id());

        record(credit, AttemptFact.confirmed(2));
        books.moveClock(Duration.ofSeconds(1));
        assertThat(ids(store.claim(lease, 2, LEASE))).containsExactly(first.id(), second.id());
    }

    @Test
    void aForkTakesTheCoverBack() {
        WalletKey poor = paidWallet();
        WalletKey rich = paidWallet();
        transfer(rich, poor, TEN);
        NewAttempt credit = attempt("transfer");
        record(credit, AttemptFact.confirmed(2));
        transfer(poor, rich, TEN.plus(ONE));

        record(credit, AttemptFact.submitted());

        assertThat(claim(lease("transfer", "owner"))).isEmpty();
    }

    @Test
    void aFinalCreditIsNotAwaited() {
        WalletKey poor = paidWallet();
        WalletKey rich = paidWallet();
        transfer(rich, poor, TEN);
        settleAll("transfer");
        transfer(poor, rich, TEN.plus(ONE));

        assertThat(store.claim(lease("transfer", "owner"), 10, LEASE))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.awaitsCredits()).isFalse());
    }

    @Test
    void coveredSpendingDoesNotWaitForCredits() {
        WalletKey one = paidWallet();
        WalletKey other = paidWallet();
        OwedIntent credit = transfer(other, one, ONE);
        OwedIntent covered = transfer(one, other, TEN);

        assertThat(claim(lease("transfer", "owner"))).containsExactly(credit.id(), covered.id());
    }

    @Test
    void whatIsCoveredIsCountedInTheOrderOfTheBooks() {
        WalletKey one = paidWallet();
        WalletKey other = paidWallet();
        transfer(other, one, TEN);
        OwedIntent first = transfer(one, other, ONE);
        OwedIntent uncovered = transfer(one, other, TEN);
        OwedIntent later = transfer(one, other, ONE);

        assertThat(claim(lease("transfer", "owner"))).contains(first.id()).doesNotContain(uncovered.id(), later.id());
    }

    @Test
    void aMovementOutOfAWalletWhosePayoutIsNotOnChainWaits() {
        WalletKey from = wallet();
        payout(from);
        WalletKey to = paidWalletBeside();
        transfer(from, to, ONE);

        assertThat(claim(lease("transfer", "owner"))).isEmpty();
    }

    /** Leaves the payouts of other wallets as they are. */
    private WalletKey paidWalletBeside() {
        WalletKey wallet = wallet();
        payout(wallet);
        return wallet;
    }
}
