package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.testing.OwedIntent;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import org.junit.jupiter.api.Test;

/** Two connections at once, again and again: whichever comes first, both find what the contract says. */
abstract class RaceContract extends SettlementStoreContract {
    @Test
    void twoNodesThatLeaseAtOnceGetOneLease() {
        for (int round = 0; round < rounds(); round++) {
            String nodes = "round-" + round;
            race(
                    () -> store.lease("mint", nodes + "-a", LEASE),
                    () -> store.lease("mint", nodes + "-b", LEASE),
                    both -> assertThat(both.answers()).containsOnlyOnce(Optional.empty()));
            books.moveClock(BEYOND_LEASE);
        }
    }

    @Test
    void twoLanesThatClaimAtOnceShareNothing() {
        Set<UUID> claimed = new HashSet<>();
        for (int round = 0; round < rounds(); round++) {
            OwedIntent first = payout(wallet());
            OwedIntent second = payout(wallet());
            LaneLease one = lease("mint", "owner");
            LaneLease other = lease("mint-2", "owner");
            race(() -> ids(store.claim(one, 1, LEASE)), () -> ids(store.claim(other, 1, LEASE)), both -> both.answers()
                    .forEach(answer -> addOnce(claimed, answer)));
            addOnce(claimed, claim(one));
            assertThat(claimed).contains(first.id(), second.id());
        }
    }

    @Test
    void twoLanesThatClaimMovementsOfOneWalletAtOnceKeepItsOrder() {
        WalletKey from = paidWallet();
        WalletKey to = paidWallet();
        for (int round = 0; round < rounds(); round++) {
            OwedIntent first = transfer(from, to, tiny());
            OwedIntent second = transfer(from, to, tiny());
            LaneLease one = lease("transfer", "owner");
            LaneLease other = lease("transfer-2", "owner");
            race(() -> ids(store.claim(one, 1, LEASE)), () -> ids(store.claim(other, 1, LEASE)), both -> assertThat(
                            both.answers().stream()
                                    .flatMap(answer -> ((List<?>) answer).stream())
                                    .toList())
                    .as("one claims the first, nobody the second")
                    .isEqualTo(List.of(first.id())));
            store.release(one, List.of(first.id()), Duration.ZERO, "test");
            store.release(other, List.of(first.id()), Duration.ZERO, "test");
            settleAll("transfer");
            assertThat(books.intentState(second.id())).isEqualTo(IntentState.SETTLED);
        }
    }

    @Test
    void aTakeOverWhileTheLastOwnerStoresFindsEitherAllStoredOrAllBack() {
        for (int round = 0; round < rounds(); round++) {
            OwedIntent owed = payout(wallet());
            LaneLease zombie = lease("mint", "zombie-" + round);
            claim(zombie);
            NewAttempt attempt = newAttempt(owed.id());
            String successor = "successor-" + round;
            books.moveClock(BEYOND_LEASE);
            race(
                    () -> {
                        store.store(zombie, List.of(attempt));
                        return "stored";
                    },
                    () -> store.lease("mint", successor, LEASE).orElseThrow(),
                    both -> {
                        boolean stored = both.first().equals("stored");
                        assertThat(books.intentState(owed.id()))
                                .isEqualTo(stored ? IntentState.IN_ATTEMPT : IntentState.RECORDED);
                        assertThat(store.stored(List.of(attempt.id()))).hasSize(stored ? 1 : 0);
                    });
            finish(owed, attempt);
            books.moveClock(BEYOND_LEASE);
        }
    }

    @Test
    void aSiblingThatGivesBackWhileALaneStoresFindsEitherAllStoredOrAllBack() {
        for (int round = 0; round < rounds(); round++) {
            OwedIntent first = payout(wallet());
            OwedIntent second = payout(wallet());
            LaneLease late = lease("mint", "late-" + round);
            claim(late);
            NewAttempt attempt = newAttempt(first.id(), second.id());
            String sibling = "sibling-" + round;
            books.moveClock(BEYOND_LEASE);
            race(
                    () -> {
                        store.store(late, List.of(attempt));
                        return "stored";
                    },
                    () -> store.lease("mint-2", sibling, LEASE).orElseThrow(),
                    both -> {
                        boolean stored = both.first().equals("stored");
                        IntentState expected = stored ? IntentState.IN_ATTEMPT : IntentState.RECORDED;
                        assertThat(books.intentState(first.id())).isEqualTo(expected);
                        assertThat(books.intentState(second.id())).isEqualTo(expected);
                        assertThat(store.stored(List.of(attempt.id()))).hasSize(stored ? 1 : 0);
                    });
            finish(first, attempt);
            books.moveClock(BEYOND_LEASE);
        }
    }

    @Test
    void aPauseWhileALaneStoresLeavesAllOrNothingStored() {
        for (int round = 0; round < rounds(); round++) {
            OwedIntent owed = payout(wallet());
            LaneLease lease = lease("mint", "owner");
            claim(lease);
            NewAttempt attempt = newAttempt(owed.id());
            race(
                    () -> {
                        store.store(lease, List.of(attempt));
                        return "stored";
                    },
                    () -> {
                        store.pause(PauseScope.ALL, "race");
                        return "paused";
                    },
                    both -> assertThat(books.intentState(owed.id()))
                            .isEqualTo(both.first().equals("stored") ? IntentState.IN_ATTEMPT : IntentState.CLAIMED));
            books.resume(PauseScope.ALL);
            books.moveClock(BEYOND_LEASE);
            lease("mint", "owner");
            finish(owed, attempt);
        }
    }

    @Test
    void twoNodesThatRecordTheSameAtOnceChangeItOnce() {
        for (int round = 0; round < rounds(); round++) {
            payout(wallet());
            NewAttempt attempt = attempt("mint");
            race(
                    () -> record(attempt, AttemptFact.finalized(1)),
                    () -> record(attempt, AttemptFact.finalized(1)),
                    both -> assertThat(both.answers()).containsExactlyInAnyOrder(true, false));
        }
    }

    @Test
    void ofTwoEndsThatAreRecordedAtOnceOneStays() {
        for (int round = 0; round < rounds(); round++) {
            OwedIntent owed = payout(wallet());
            NewAttempt attempt = attempt("mint");
            race(
                    () -> record(attempt, AttemptFact.finalized(1)),
                    () -> record(attempt, AttemptFact.expired("{}")),
                    both -> {
                        assertThat(both.answers()).containsExactlyInAnyOrder(true, false);
                        assertThat(books.intentState(owed.id()))
                                .isEqualTo(both.first().equals(true) ? IntentState.SETTLED : IntentState.RECORDED);
                    });
            if (books.intentState(owed.id()) == IntentState.RECORDED) {
                settleAll("mint");
            }
        }
    }

    @Test
    void twoNodesThatRecordManyAtOnceNeverWaitInACircle() {
        for (int round = 0; round < rounds(); round++) {
            payout(wallet());
            Observation one = finalized(attempt("mint"));
            payout(wallet());
            Observation other = finalized(attempt("mint"));
            race(
                    () -> store.record(List.of(one, other)).size(),
                    () -> store.record(List.of(other, one)).size(),
                    both -> assertThat(both.answers()).containsExactlyInAnyOrder(2, 0));
        }
    }

    @Test
    void batchNumbersReservedAtOnceDiffer() {
        Set<Object> reserved = new HashSet<>();
        for (int round = 0; round < rounds(); round++) {
            race(
                    () -> store.reserveBatchNumbers("2026-11-21", 1),
                    () -> store.reserveBatchNumbers("2026-11-21", 1),
                    both -> reserved.addAll(both.answers()));
        }
        assertThat(reserved).hasSize(2 * rounds());
    }

    private void finish(OwedIntent owed, NewAttempt attempt) {
        if (books.intentState(owed.id()) == IntentState.IN_ATTEMPT) {
            record(attempt, AttemptFact.finalized(1));
        } else {
            books.moveClock(BEYOND_LEASE);
            settleAll("mint");
        }
    }

    private static Observation finalized(NewAttempt attempt) {
        return new Observation(attempt.id(), AttemptFact.finalized(1), Duration.ZERO);
    }

    private static TokenAmount tiny() {
        return new TokenAmount(1);
    }

    private static void addOnce(Set<UUID> claimed, Object answer) {
        for (Object id : (List<?>) answer) {
            assertThat(claimed.add((UUID) id)).as("claimed once").isTrue();
        }
    }
}
