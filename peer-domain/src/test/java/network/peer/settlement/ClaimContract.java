package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import network.peer.testing.OwedIntent;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletKey;
import org.junit.jupiter.api.Test;

/** Lanes, their leases, and what is claimed under them. */
abstract class ClaimContract extends SettlementStoreContract {
    @Test
    void aLaneHasOneOwnerUntilItsLeaseEnds() {
        lease("mint", "first");

        assertThat(store.lease("mint", "second", LEASE)).isEmpty();
        books.moveClock(LEASE.minusMillis(1));
        assertThat(store.lease("mint", "second", LEASE)).isEmpty();
        books.moveClock(Duration.ofMillis(2));
        assertThat(store.lease("mint", "second", LEASE)).isPresent();
    }

    @Test
    void whoeverLeasesHasAtLeastHalfOfTheTime() {
        lease("mint", "first");
        books.moveClock(LEASE.dividedBy(2).minusMillis(1));
        lease("mint", "first");

        books.moveClock(LEASE.dividedBy(2));
        assertThat(store.lease("mint", "second", LEASE)).isEmpty();
        lease("mint", "first");
        books.moveClock(LEASE.minusMillis(1));
        assertThat(store.lease("mint", "second", LEASE)).isEmpty();
    }

    @Test
    void aChangeOfOwnerRaisesTheFenceAndARenewalDoesNot() {
        LaneLease first = lease("mint", "first");

        assertThat(lease("mint", "first")).isEqualTo(first);
        LaneLease second = takeOver("mint", "second").orElseThrow();
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(takeOver("mint", "first").orElseThrow().fence()).isGreaterThan(second.fence());
    }

    @Test
    void aPausedLaneIsNotLeasedUntilItIsResumed() {
        for (PauseScope scope : List.of(PauseScope.ALL, PauseScope.lane("mint"))) {
            store.pause(scope, "test");
            assertThat(store.lease("mint", "owner", LEASE)).as(scope.code()).isEmpty();
            books.resume(scope);
            assertThat(store.lease("mint", "owner", LEASE)).as(scope.code()).isPresent();
        }
        store.pause(PauseScope.lane("mint"), "test");
        assertThat(store.lease("mint-2", "owner", LEASE)).isPresent();
    }

    @Test
    void whatIsClaimedIsNotClaimedAgain() {
        OwedIntent owed = payout(wallet());
        LaneLease one = lease("mint", "owner");
        LaneLease other = lease("mint-2", "owner");

        assertThat(claim(one)).containsExactly(owed.id());
        assertThat(claim(one)).isEmpty();
        assertThat(claim(other)).isEmpty();
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.CLAIMED);
    }

    @Test
    void aClaimSaysWhatIsOwed() {
        WalletKey wallet = wallet();
        OwedIntent owed = payout(wallet);

        assertThat(store.claim(lease("mint", "owner"), 10, LEASE))
                .containsExactly(new ClaimedIntent(owed.id(), IntentKind.MINT, DAY.toString(), 0, false, owed.legs()));
    }

    @Test
    void payoutsOfOneDayAreClaimedTogetherTheOldestFirst() {
        WalletKey first = wallet();
        WalletKey second = wallet();
        OwedIntent today = payout(first);
        OwedIntent tomorrow = books.owePayout(DAY.plusDays(1), first, ONE);
        OwedIntent alsoToday = payout(second);
        LaneLease lease = lease("mint", "owner");

        assertThat(claim(lease)).containsExactly(today.id(), alsoToday.id());
        assertThat(claim(lease)).containsExactly(tomorrow.id());
    }

    @Test
    void noMoreIsClaimedThanAskedFor() {
        OwedIntent first = payout(wallet());
        OwedIntent second = payout(wallet());
        LaneLease lease = lease("mint", "owner");

        assertThat(ids(store.claim(lease, 1, LEASE))).containsExactly(first.id());
        assertThat(ids(store.claim(lease, 1, LEASE))).containsExactly(second.id());
    }

    @Test
    void aClaimUnderAnOlderFenceIsRefused() {
        payout(wallet());
        LaneLease zombie = lease("mint", "zombie");
        assertThat(takeOver("mint", "successor")).isPresent();

        assertFencedOff(() -> claim(zombie));
    }

    @Test
    void aTakeOverGivesBackWhatTheLastOwnerHeldUnsigned() {
        OwedIntent owed = payout(wallet());
        assertThat(claim(lease("mint", "first"))).hasSize(1);

        LaneLease second = takeOver("mint", "second").orElseThrow();

        assertThat(claim(second)).containsExactly(owed.id());
    }

    @Test
    void whatAPausedLaneHoldsIsGivenBackOnceItsLeaseIsOver() {
        OwedIntent owed = payout(wallet());
        claim(lease("mint", "owner"));
        store.pause(PauseScope.lane("mint"), "test");

        assertThat(claim(lease("mint-2", "owner"))).isEmpty();
        books.moveClock(BEYOND_LEASE);
        assertThat(claim(lease("mint-2", "owner"))).containsExactly(owed.id());
    }

    @Test
    void aClaimBeyondItsLeaseIsGivenBackUnderTheSameFence() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);
        books.moveClock(BEYOND_LEASE);

        LaneLease renewed = lease("mint", "owner");

        assertThat(renewed).isEqualTo(lease);
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.RECORDED);
        assertFencedOff(() -> store.store(lease, List.of(newAttempt(owed.id()))));
        assertThat(claim(renewed)).containsExactly(owed.id());
    }

    @Test
    void aRenewalKeepsWhatIsClaimed() {
        OwedIntent owed = payout(wallet());
        claim(lease("mint", "owner"));

        lease("mint", "owner");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.CLAIMED);
    }

    @Test
    void releasedIntentsRestForThePause() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);

        store.release(lease, List.of(owed.id()), Duration.ofSeconds(10), "test");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.RECORDED);
        assertThat(claim(lease)).isEmpty();
        books.moveClock(Duration.ofSeconds(10));
        assertThat(claim(lease)).containsExactly(owed.id());
    }

    @Test
    void whoDoesNotHoldAnIntentNeitherReleasesNorParksIt() {
        OwedIntent owed = payout(wallet());
        LaneLease zombie = lease("mint", "zombie");
        claim(zombie);
        claim(takeOver("mint", "successor").orElseThrow());

        store.release(zombie, List.of(owed.id()), Duration.ZERO, "test");
        store.park(zombie, owed.id(), "test");
        store.park(lease("mint-2", "other"), owed.id(), "test");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.CLAIMED);
    }

    @Test
    void aParkedIntentIsLeftToAPerson() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);

        store.park(lease, owed.id(), "poison");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.PARKED);
        books.moveClock(BEYOND_LEASE);
        assertThat(claim(lease("mint", "owner"))).isEmpty();
    }

    @Test
    void aParkedIntentIsNotSettledUnlessTheChainProvesIt() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);
        store.park(lease, owed.id(), "poison");

        assertThatThrownBy(() -> books.settle(owed.id())).hasStackTraceContaining("no finalized attempt");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.PARKED);
    }

    @Test
    void aPausedKindIsNotClaimed() {
        payout(wallet());
        store.pause(PauseScope.kind(IntentKind.MINT), "test");
        LaneLease lease = lease("mint", "owner");

        assertThat(claim(lease)).isEmpty();
        books.resume(PauseScope.kind(IntentKind.MINT));
        assertThat(claim(lease)).hasSize(1);
    }

    @Test
    void batchNumbersAreNeverReservedTwice() {
        assertThat(store.reserveBatchNumbers("2026-11-21", 3)).isEqualTo(1);
        assertThat(store.reserveBatchNumbers("2026-11-21", 2)).isEqualTo(4);
        assertThat(store.reserveBatchNumbers("2026-11-22", 1)).isEqualTo(1);
    }

    @Test
    void theChainIsRecordedOnce() {
        ChainIdentity identity = new ChainIdentity("genesis", PublicKey.of(new byte[32]));
        assertThat(store.chainIdentity()).isEmpty();

        store.recordChainIdentity(identity);
        store.recordChainIdentity(identity);

        assertThat(store.chainIdentity()).contains(identity);
        assertThatThrownBy(() -> store.recordChainIdentity(new ChainIdentity("other", PublicKey.of(new byte[32]))))
                .isInstanceOf(IllegalStateException.class);
    }
}
