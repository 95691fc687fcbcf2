package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.IntentState;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.RecoveryStore.Booking;
import network.peer.settlement.RecoveryStore.Restored;
import network.peer.settlement.internal.Reading.FoundWallet;
import network.peer.settlement.internal.Reading.Matched;
import network.peer.time.BusinessClock;
import network.peer.token.PublicKey;
import network.peer.tokenomics.Tokenomics;
import network.peer.wallet.WalletRole;

/**
 * Puts one transaction of ours back into the books: finds the intents that it paid, posts what the books lack, and takes
 * attempt and intents through the same steps that the lanes take.
 */
public final class Restoration {
    private final EntityManager entities;
    private final RestoredAttemptTable attempts;
    private final RestoredPayouts payouts;
    private final RestoredMovements movements;

    /** Posts by a ledger of its own, which nets nothing: what is on chain has an intent of its own. */
    public Restoration(EntityManager entities, Tokenomics tokenomics, BusinessClock clock) {
        Ledger ledger = new Ledger(entities, new OutboxWriter(entities, NettingPolicy.IMMEDIATE));
        Rebooking rebooking = new Rebooking(ledger, tokenomics, clock);
        this.entities = entities;
        this.attempts = new RestoredAttemptTable(entities);
        this.payouts = new RestoredPayouts(entities, attempts, rebooking);
        this.movements = new RestoredMovements(entities, attempts, rebooking);
    }

    /** @throws BusinessException if the ledger refuses to post; see {@link Booking#LIST} */
    public Restored restore(LandedAttempt attempt, Booking booking) {
        if (attempts.isKnown(attempt.signature())) {
            return new Restored(Optional.empty(), 0, 0, List.of());
        }
        Optional<String> other = attempts.otherWithMemo(attempt.memo());
        if (other.isPresent()) {
            return Restored.blocked("attempt " + other.get() + " carries the same memo " + attempt.memo());
        }
        Reading reading = new Reading();
        findWallets(attempt, reading);
        for (Movement movement : attempt.movements()) {
            if (!movement.isPayouts()) {
                movements.read(attempt, movement, reading);
                continue;
            }
            Optional<String> blocked = payouts.read(attempt, movement, reading);
            if (blocked.isPresent()) {
                return Restored.blocked(blocked.get());
            }
        }
        Optional<Matched> busy = reading.matched.stream()
                .filter(one -> !attempt.hasFailed() && one.state() == IntentState.IN_ATTEMPT)
                .findFirst();
        if (busy.isPresent()) {
            return Restored.blocked("another attempt of intent " + busy.get().intentId() + " may still land");
        }
        if (!attempt.hasFailed()) {
            book(attempt, booking, reading);
            compareWithBooks(attempt, reading);
        }
        int settled = attempts.write(attempt, reading.matched);
        return new Restored(Optional.empty(), settled, reading.booked, reading.findings);
    }

    private void book(LandedAttempt attempt, Booking booking, Reading reading) {
        if (booking == Booking.POST) {
            attempt.movements().stream()
                    .filter(Movement::isPayouts)
                    .forEach(one -> payouts.book(attempt, one, reading));
        } else {
            reading.payoutsToBook.forEach((userId, leg) -> reading.findings.add(new Finding(
                    Kind.PAYOUT_NOT_BOOKED,
                    attempt.movements().get(0).batchKey() + ":" + userId,
                    leg + ", signature " + attempt.signature())));
        }
        for (Movement movement : reading.movementsToBook) {
            boolean isBooked = booking == Booking.POST && movements.book(attempt, movement, reading);
            if (!isBooked) {
                reading.findings.add(new Finding(
                        Kind.MOVEMENT_NOT_BOOKED,
                        movement.batchKey(),
                        movement.legs() + ", signature " + attempt.signature()));
            }
        }
    }

    private void compareWithBooks(LandedAttempt attempt, Reading reading) {
        for (Matched one : reading.matched) {
            List<MovedLeg> owed = attempts.legs(one.intentId());
            if (!owed.equals(one.moved())) {
                reading.findings.add(new Finding(
                        Kind.DIFFERS_FROM_BOOKS,
                        one.intentId().toString(),
                        "on chain " + one.moved() + ", on the books " + owed + ", signature " + attempt.signature()));
            }
            switch (one.state()) {
                case SETTLED ->
                    reading.findings.add(new Finding(
                            Kind.PAID_TWICE,
                            one.intentId().toString(),
                            "again by signature " + attempt.signature() + ": " + one.moved()));
                case PARKED ->
                    reading.findings.add(new Finding(
                            Kind.PAID_THOUGH_SET_ASIDE,
                            one.intentId().toString(),
                            "was PARKED, settled by signature " + attempt.signature() + ": " + one.moved()));
                case VOIDED ->
                    reading.findings.add(new Finding(
                            Kind.PAID_THOUGH_SET_ASIDE,
                            one.intentId().toString(),
                            "VOIDED, paid by signature " + attempt.signature() + ": " + one.moved()));
                case RECORDED, CLAIMED, IN_ATTEMPT -> {}
            }
        }
    }

    /**
     * Nothing was signed since the lanes were stopped, so an unknown transaction was before: if it pays a wallet whose index
     * was given out since, it means another user, and the index was given out a second time.
     */
    private void findWallets(LandedAttempt attempt, Reading reading) {
        Collection<PublicKey> addresses = attempt.movements().stream()
                .flatMap(movement -> movement.legs().stream())
                .flatMap(leg -> Stream.concat(leg.from().stream(), leg.to().stream()))
                .distinct()
                .toList();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select w.address, w.role, w.user_id,"
                        + " coalesce(w.derivation_index >= p.next_derivation_index, false) from wallet w"
                        + " left join settlement_pause p on p.scope = 'RECOVERY'"
                        + " where w.address = any (cast(?1 as text[]))")
                .setParameter(1, Rows.array(addresses)))) {
            if (!row.booleanAt(3)) {
                reading.found(
                        new PublicKey(row.text(0)),
                        new FoundWallet(WalletRole.valueOf(row.text(1)), row.uuidOrNull(2)));
            } else if (!attempt.hasFailed()) {
                reading.findings.add(new Finding(
                        Kind.INHERITED_WALLET, row.text(0), "of user " + row.uuid(2) + " now, " + attempt.memo()));
            }
        }
    }
}
