package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.testing.OwedIntent;
import network.peer.token.Ids;
import org.junit.jupiter.api.Test;

/** Attempts: stored all or none, by whoever holds their intents; what is recorded of them. */
abstract class AttemptContract extends SettlementStoreContract {
    @Test
    void aStoredAttemptHoldsItsIntents() {
        OwedIntent owed = payout(wallet());

        NewAttempt attempt = attempt("mint");

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.IN_ATTEMPT);
        assertThat(books.attemptState(attempt.id())).isEqualTo(AttemptState.SIGNED);
        assertThat(takeOver("mint", "successor")).isPresent();
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.IN_ATTEMPT);
    }

    @Test
    void storingIsRefusedAfterATakeOver() {
        OwedIntent owed = payout(wallet());
        LaneLease zombie = lease("mint", "zombie");
        claim(zombie);
        LaneLease successor = takeOver("mint", "successor").orElseThrow();

        assertFencedOff(() -> store.store(zombie, List.of(newAttempt(owed.id()))));
        claim(successor);
        assertFencedOff(() -> store.store(zombie, List.of(newAttempt(owed.id()))));
        assertThat(store.liveAttempts(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void storingIsRefusedWhileAnythingIsPausedThatItNeeds() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);

        for (PauseScope scope : List.of(PauseScope.ALL, PauseScope.lane("mint"), PauseScope.kind(IntentKind.MINT))) {
            store.pause(scope, "test");
            assertFencedOff(() -> store.store(lease, List.of(newAttempt(owed.id()))));
            books.resume(scope);
        }
        store.store(lease, List.of(newAttempt(owed.id())));
    }

    @Test
    void whatIsHeldInAnotherLaneIsNotStored() {
        OwedIntent owed = payout(wallet());
        claim(lease("mint", "owner"));

        assertFencedOff(() -> store.store(lease("mint-2", "owner"), List.of(newAttempt(owed.id()))));
    }

    @Test
    void attemptsAreStoredAllOrNone() {
        OwedIntent held = payout(wallet());
        OwedIntent released = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);
        store.release(lease, List.of(released.id()), Duration.ZERO, "test");
        NewAttempt good = newAttempt(held.id());

        assertFencedOff(() -> store.store(lease, List.of(good, newAttempt(released.id()))));

        assertThat(store.stored(List.of(good.id()))).isEmpty();
        assertThat(books.intentState(held.id())).isEqualTo(IntentState.CLAIMED);
        store.store(lease, List.of(good));
        assertThat(store.stored(List.of(good.id(), Ids.newId()))).containsExactly(good.id());
    }

    @Test
    void anIntentHasOneOpenAttempt() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);
        store.store(lease, List.of(newAttempt(owed.id())));

        assertThatThrownBy(() -> store.store(lease, List.of(newAttempt(owed.id()))))
                .isInstanceOf(RuntimeException.class);
        assertThat(store.liveAttempts(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void twoAttemptsOfOneIntentAreRefusedTogether() {
        OwedIntent owed = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);

        assertThatThrownBy(() -> store.store(lease, List.of(newAttempt(owed.id()), newAttempt(owed.id()))))
                .isInstanceOf(RuntimeException.class);
        assertThat(store.liveAttempts(Optional.empty(), 10)).isEmpty();
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.CLAIMED);
    }

    @Test
    void noMemoAndNoSignatureIsStoredTwice() {
        payout(wallet());
        NewAttempt first = attempt("mint");
        OwedIntent second = payout(wallet());
        LaneLease lease = lease("mint", "owner");
        claim(lease);
        NewAttempt other = newAttempt(second.id());

        for (NewAttempt copy : List.of(with(other, first.memo(), other), with(other, other.memo(), first))) {
            assertThatThrownBy(() -> store.store(lease, List.of(copy))).isInstanceOf(RuntimeException.class);
        }
        store.store(lease, List.of(other));
    }

    @Test
    void liveAttemptsComeInPagesInTheOrderOfTheirIds() {
        payout(wallet());
        NewAttempt first = attempt("mint");
        payout(wallet());
        NewAttempt second = attempt("mint");
        payout(wallet());
        NewAttempt closed = attempt("mint");
        record(closed, AttemptFact.finalized(1));

        List<LiveAttempt> page = store.liveAttempts(Optional.empty(), 1);

        assertThat(page)
                .containsExactly(
                        new LiveAttempt(first.id(), AttemptState.SIGNED, first.signature(), first.bytes(), 150, 1));
        assertThat(store.liveAttempts(Optional.of(first.id()), 10).stream().map(LiveAttempt::id))
                .containsExactly(second.id());
    }

    @Test
    void aFinalAttemptSettlesItsIntents() {
        OwedIntent owed = payout(wallet());
        NewAttempt attempt = attempt("mint");
        assertThat(store.newestFinalizedSlot()).isZero();

        assertThat(record(attempt, AttemptFact.confirmed(7))).isTrue();
        assertThat(store.newestFinalizedSlot()).isZero();
        assertThat(record(attempt, AttemptFact.finalized(7))).isTrue();

        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.SETTLED);
        assertThat(store.newestFinalizedSlot()).isEqualTo(7);
        assertThat(store.liveAttempts(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void anAttemptThatCannotPayAnyMoreMakesItsIntentsReadyAfterThePause() {
        for (AttemptFact fact : List.of(AttemptFact.expired("{}"), AttemptFact.rejected(3, "\"error\""))) {
            OwedIntent owed = payout(wallet());
            NewAttempt attempt = attempt("mint");

            store.record(List.of(new Observation(attempt.id(), fact, Duration.ofSeconds(5))));

            assertThat(books.intentState(owed.id())).isEqualTo(IntentState.RECORDED);
            LaneLease lease = lease("mint", "owner");
            assertThat(claim(lease)).isEmpty();
            books.moveClock(Duration.ofSeconds(5));
            assertThat(store.claim(lease, 10, LEASE))
                    .singleElement()
                    .satisfies(claimed -> assertThat(claimed.attempts()).isEqualTo(1));
            store.store(lease, List.of(newAttempt(owed.id())));
        }
    }

    @Test
    void seeingTheSameAgainChangesNothing() {
        payout(wallet());
        NewAttempt attempt = attempt("mint");

        assertThat(record(attempt, AttemptFact.submitted())).isTrue();
        assertThat(record(attempt, AttemptFact.submitted())).isFalse();
        assertThat(record(attempt, AttemptFact.finalized(1))).isTrue();
        assertThat(record(attempt, AttemptFact.finalized(1))).isFalse();
    }

    @Test
    void whatIsCertainIsNeverTakenBack() {
        for (AttemptFact last :
                List.of(AttemptFact.finalized(1), AttemptFact.expired("{}"), AttemptFact.rejected(1, "\"error\""))) {
            payout(wallet());
            NewAttempt attempt = attempt("mint");
            record(attempt, last);
            Map<IntentState, Long> before = states();

            for (AttemptFact fact : facts()) {
                assertThat(record(attempt, fact))
                        .as(last.state() + " to " + fact.state())
                        .isFalse();
            }
            assertThat(states()).isEqualTo(before);
        }
    }

    @Test
    void exactlyTheLegalStepsAreTaken() {
        for (AttemptFact from : List.of(AttemptFact.submitted(), AttemptFact.unknown("?"), AttemptFact.confirmed(1))) {
            for (AttemptFact to : facts()) {
                OwedIntent owed = payout(wallet());
                NewAttempt attempt = attempt("mint");
                record(attempt, from);

                assertThat(record(attempt, to))
                        .as(from.state() + " to " + to.state())
                        .isEqualTo(from.state().canBecome(to.state()));
                assertThat(books.attemptState(attempt.id()))
                        .isEqualTo(from.state().canBecome(to.state()) ? to.state() : from.state());
                close(attempt, owed.id());
            }
        }
    }

    @Test
    void aConfirmedAttemptIsRejectedByWayOfAFork() {
        OwedIntent owed = payout(wallet());
        NewAttempt attempt = attempt("mint");
        record(attempt, AttemptFact.confirmed(1));

        assertThat(store.record(List.of(
                        new Observation(attempt.id(), AttemptFact.submitted(), Duration.ZERO),
                        new Observation(attempt.id(), AttemptFact.rejected(2, "\"error\""), Duration.ZERO))))
                .containsExactly(attempt.id());

        assertThat(books.attemptState(attempt.id())).isEqualTo(AttemptState.REJECTED);
        assertThat(books.intentState(owed.id())).isEqualTo(IntentState.RECORDED);
    }

    private void close(NewAttempt attempt, UUID intent) {
        record(attempt, AttemptFact.submitted());
        record(attempt, AttemptFact.finalized(1));
        if (books.intentState(intent) == IntentState.RECORDED) {
            settleAll("mint");
        }
    }

    private static List<AttemptFact> facts() {
        return List.of(
                AttemptFact.submitted(),
                AttemptFact.unknown("?"),
                AttemptFact.confirmed(1),
                AttemptFact.finalized(1),
                AttemptFact.rejected(1, "\"error\""),
                AttemptFact.expired("{}"));
    }

    private static NewAttempt with(NewAttempt attempt, String memo, NewAttempt signedAs) {
        return new NewAttempt(
                attempt.id(),
                memo,
                signedAs.signature(),
                attempt.bytes(),
                attempt.blockhash(),
                attempt.lastValidBlockHeight(),
                attempt.signedAtSlot(),
                attempt.computeUnitLimit(),
                attempt.priorityFeeMicroLamports(),
                attempt.intentIds());
    }
}
