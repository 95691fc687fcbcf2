package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.RecoveryStore.Booking;
import network.peer.settlement.RecoveryStore.Restored;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import network.peer.wallet.WalletRole;
import org.jspecify.annotations.Nullable;

/**
 * Puts one transaction of ours back into the books: finds the intents that it paid, posts what the books lack, and takes
 * attempt and intents through the same steps that the lanes take.
 */
public final class Restoration {
    /** Far more than a cluster's clock is ever wrong, and less than a restore takes. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(10);

    private final EntityManager entities;
    private final Ledger ledger;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;
    private final RestoredAttemptTable attempts;
    private final NetWindowTable windows;

    /** Posts by a ledger of its own, which nets nothing: what is on chain has an intent of its own. */
    public Restoration(EntityManager entities, Tokenomics tokenomics, BusinessClock clock) {
        this.entities = entities;
        this.ledger = new Ledger(entities, new OutboxWriter(entities, NettingPolicy.IMMEDIATE));
        this.windows = new NetWindowTable(entities, NettingPolicy.IMMEDIATE);
        this.tokenomics = tokenomics;
        this.clock = clock;
        this.attempts = new RestoredAttemptTable(entities);
    }

    /** A wallet of ours that a leg names. */
    private record FoundWallet(WalletRole role, @Nullable UUID userId) {}

    /** An intent that the transaction paid, or tried to. */
    record Matched(UUID intentId, IntentState state, int attemptNumber, List<MovedLeg> moved) {}

    /** What one transaction is found to be, before anything is written. */
    private static final class Reading {
        private final List<Matched> matched = new ArrayList<>();
        private final Map<UUID, MovedLeg> payoutsToBook = new LinkedHashMap<>();
        private final List<Movement> movementsToBook = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private int booked;
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
        Map<PublicKey, FoundWallet> wallets = wallets(attempt, reading);
        for (Movement movement : attempt.movements()) {
            if (movement.isNet()) {
                readNet(attempt, movement, reading);
                continue;
            }
            if (!movement.isPayouts()) {
                readMovement(movement, reading);
                continue;
            }
            Optional<String> blocked = readPayouts(attempt, movement, wallets, reading);
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
            book(attempt, booking, wallets, reading);
            compareWithBooks(attempt, reading);
        }
        int settled = attempts.write(attempt, reading.matched);
        return new Restored(Optional.empty(), settled, reading.booked, reading.findings);
    }

    private Optional<String> readPayouts(
            LandedAttempt attempt, Movement payouts, Map<PublicKey, FoundWallet> wallets, Reading reading) {
        Map<UUID, MovedLeg> ofUsers = new LinkedHashMap<>();
        for (MovedLeg leg : payouts.legs()) {
            FoundWallet wallet = leg.to().map(wallets::get).orElse(null);
            if (wallet == null) {
                if (!attempt.hasFailed()) {
                    reading.findings.add(new Finding(
                            Kind.PAYOUT_OF_UNKNOWN_USER,
                            payouts.batchKey() + " "
                                    + leg.to().map(PublicKey::base58).orElse("?"),
                            leg + ", signature " + attempt.signature()));
                }
            } else if (wallet.userId() != null) {
                ofUsers.put(wallet.userId(), leg);
            } else if (wallet.role() == WalletRole.RESERVE && !attempt.hasFailed()) {
                Optional<String> blocked = readPayoutIntoReserve(attempt, payouts, leg, reading);
                if (blocked.isPresent()) {
                    return blocked;
                }
            }
        }
        Map<UUID, IntentState> found = attempts.lockIntents(ofUsers.keySet().stream()
                .map(userId -> payoutIntentId(payouts.batchKey(), userId))
                .toList());
        ofUsers.forEach((userId, leg) -> {
            UUID intentId = payoutIntentId(payouts.batchKey(), userId);
            IntentState state = found.get(intentId);
            if (state == null) {
                reading.payoutsToBook.put(userId, leg);
            } else {
                reading.matched.add(new Matched(intentId, state, payouts.attemptNumber(), List.of(leg)));
            }
        });
        return Optional.empty();
    }

    /**
     * Whose payout it is the chain does not say; any owed one of that day and amount is as good as another, since RESERVE
     * holds them together. If the day has not been run there may be one later.
     */
    private Optional<String> readPayoutIntoReserve(
            LandedAttempt attempt, Movement payouts, MovedLeg leg, Reading reading) {
        Set<UUID> used = new HashSet<>();
        reading.matched.forEach(one -> used.add(one.intentId()));
        Optional<UUID> owed = Rows.list(entities.createNativeQuery(
                                "select i.id from settlement_intent i"
                                        + " join settlement_leg l on l.intent_id = i.id join wallet w on w.id = l.to_wallet_id"
                                        + " where i.kind = 'MINT' and i.batch_key = ?1 and w.role = 'RESERVE'"
                                        + " and l.amount_base_units = ?2 and i.state in ('RECORDED', 'CLAIMED')"
                                        + " and not i.id = any (cast(?3 as uuid[])) order by i.position limit 1 for update of i")
                        .setParameter(1, payouts.batchKey())
                        .setParameter(2, leg.amount().baseUnits())
                        .setParameter(3, Rows.array(used)))
                .stream()
                .map(row -> row.uuid(0))
                .findFirst();
        if (owed.isPresent()) {
            reading.matched.add(new Matched(owed.get(), IntentState.RECORDED, payouts.attemptNumber(), List.of(leg)));
            return Optional.empty();
        }
        boolean dayIsOver = !Rows.list(entities.createNativeQuery(
                                "select 1 from reward_day where day = cast(?1 as date) and state = 'COMPLETED'")
                        .setParameter(1, payouts.batchKey()))
                .isEmpty();
        if (!dayIsOver) {
            return Optional.of("it pays into RESERVE for " + payouts.batchKey()
                    + ", whose shares are not on the books: run daily-rewards for that day, then rebuild again");
        }
        reading.findings.add(new Finding(
                Kind.PAYOUT_INTO_RESERVE,
                attempt.signature() + " " + payouts.legs().indexOf(leg),
                payouts.batchKey() + " " + leg));
        return Optional.empty();
    }

    private void readMovement(Movement movement, Reading reading) {
        Map<UUID, IntentState> found = attempts.lockIntentsOf(movement.ledgerTransactionId());
        if (found.isEmpty()) {
            reading.movementsToBook.add(movement);
        }
        found.forEach(
                (id, state) -> reading.matched.add(new Matched(id, state, movement.attemptNumber(), movement.legs())));
    }

    /**
     * A window takes nothing more once it is on chain, and its members of this database are among those that were paid: so it
     * is closed with them, and what was paid beyond them is booked by itself.
     */
    private void readNet(LandedAttempt attempt, Movement net, Reading reading) {
        windows.closeIfOpen(net.ledgerTransactionId());
        Map<UUID, IntentState> found = attempts.lockNetOf(net.ledgerTransactionId());
        if (found.isEmpty()) {
            reading.movementsToBook.add(net);
        }
        found.forEach((id, state) -> {
            List<MovedLeg> owed = attempts.legs(id);
            Optional<List<MovedLeg>> beyond = attempt.hasFailed() ? Optional.empty() : beyond(net.legs(), owed);
            boolean isMore = beyond.isPresent() && !beyond.get().isEmpty();
            if (!owed.isEmpty() || !isMore) {
                reading.matched.add(new Matched(id, state, net.attemptNumber(), isMore ? owed : net.legs()));
            }
            if (isMore) {
                reading.movementsToBook.add(net.with(beyond.get()));
            }
        });
    }

    /** What was moved on chain beyond what is owed; empty if something that is owed was not moved. */
    private static Optional<List<MovedLeg>> beyond(List<MovedLeg> moved, List<MovedLeg> owed) {
        List<MovedLeg> unmatched = new ArrayList<>(owed);
        List<MovedLeg> beyond = new ArrayList<>();
        for (MovedLeg leg : moved) {
            long left = leg.amount().baseUnits();
            for (MovedLeg other : owed) {
                if (other.isOfTheSameWalletsAs(leg) && unmatched.remove(other)) {
                    left -= other.amount().baseUnits();
                }
            }
            if (left < 0) {
                return Optional.empty();
            }
            if (left > 0) {
                beyond.add(new MovedLeg(leg.instruction(), leg.from(), leg.to(), new TokenAmount(left)));
            }
        }
        return unmatched.isEmpty() ? Optional.of(beyond) : Optional.empty();
    }

    private void book(LandedAttempt attempt, Booking booking, Map<PublicKey, FoundWallet> wallets, Reading reading) {
        if (booking == Booking.POST) {
            attempt.movements().stream()
                    .filter(Movement::isPayouts)
                    .forEach(payouts -> bookPayouts(attempt, payouts, reading));
        } else {
            reading.payoutsToBook.forEach((userId, leg) -> reading.findings.add(new Finding(
                    Kind.PAYOUT_NOT_BOOKED,
                    attempt.movements().get(0).batchKey() + ":" + userId,
                    leg + ", signature " + attempt.signature())));
        }
        for (Movement movement : reading.movementsToBook) {
            Optional<List<Posting>> postings = booking == Booking.POST ? postings(movement, wallets) : Optional.empty();
            if (postings.isPresent()) {
                bookMovement(attempt, movement, postings.get(), reading);
            } else {
                reading.findings.add(new Finding(
                        Kind.MOVEMENT_NOT_BOOKED,
                        movement.batchKey(),
                        movement.legs() + ", signature " + attempt.signature()));
            }
        }
    }

    private void bookPayouts(LandedAttempt attempt, Movement payouts, Reading reading) {
        if (reading.payoutsToBook.isEmpty()) {
            return;
        }
        LocalDate day = LocalDate.parse(payouts.batchKey());
        List<Posting> postings = new ArrayList<>();
        reading.payoutsToBook.forEach((userId, leg) -> postings.add(new Posting(
                SystemAccount.REWARD_POOL.id(), ledger.userAccount(userId), PostingRole.PRINCIPAL, leg.amount())));
        ledger.post(command(attempt, TransactionKind.MINT, attempt.signature().base58(), day, postings));
        reading.payoutsToBook.forEach((userId, leg) -> reading.matched.add(new Matched(
                payoutIntentId(payouts.batchKey(), userId),
                IntentState.RECORDED,
                payouts.attemptNumber(),
                List.of(leg))));
        reading.booked += postings.size();
    }

    private void bookMovement(LandedAttempt attempt, Movement movement, List<Posting> postings, Reading reading) {
        UUID id = movement.ledgerTransactionId();
        ledger.postAs(id, command(attempt, kind(postings), id.toString(), null, postings));
        Map<UUID, IntentState> made = attempts.lockIntentsOf(id);
        UUID intentId = made.keySet().stream().findFirst().orElseThrow(() -> differs(movement));
        if (!attempts.legs(intentId).equals(movement.legs())) {
            throw differs(movement);
        }
        reading.matched.add(new Matched(intentId, IntentState.RECORDED, movement.attemptNumber(), movement.legs()));
        reading.findings.add(new Finding(
                Kind.MOVEMENT_REBUILT, movement.batchKey(), movement.legs() + ", signature " + attempt.signature()));
        reading.booked++;
    }

    private static BusinessException differs(Movement movement) {
        return new BusinessException(
                ErrorCode.CONFLICT, "posting " + movement.batchKey() + " would mean something else on chain");
    }

    private PostCommand command(
            LandedAttempt attempt,
            TransactionKind kind,
            String key,
            @Nullable LocalDate rewardDay,
            List<Posting> postings) {
        Instant at = attempt.landedAt() == null ? clock.instant() : attempt.landedAt();
        int version = tokenomics
                .at(
                        rewardDay == null
                                ? at
                                : rewardDay.atStartOfDay(ZoneOffset.UTC).toInstant())
                .version();
        return new PostCommand(
                kind,
                "rebuilt/" + key,
                Ids.hash("rebuilt", attempt.signature().base58(), postings.toString()),
                at,
                version,
                rewardDay,
                postings);
    }

    /**
     * Only if one user pays, and everybody who is paid is known: who stands behind RESERVE the chain does not say. The
     * legs are in the order of the postings, of which the principal is the first.
     */
    private Optional<List<Posting>> postings(Movement movement, Map<PublicKey, FoundWallet> wallets) {
        List<PublicKey> payers = movement.legs().stream()
                .flatMap(leg -> leg.from().stream())
                .distinct()
                .toList();
        FoundWallet payer = payers.size() == 1 ? wallets.get(payers.get(0)) : null;
        if (payer == null || payer.userId() == null || movement.legs().isEmpty()) {
            return Optional.empty();
        }
        List<Posting> postings = new ArrayList<>();
        for (MovedLeg leg : movement.legs()) {
            FoundWallet payee = leg.to().map(wallets::get).orElse(null);
            PostingRole role;
            LedgerAccountId credit;
            if (leg.instruction() == Instruction.BURN) {
                role = PostingRole.BURN_FEE;
                credit = SystemAccount.BURN.id();
            } else if (payee != null && payee.role() == WalletRole.TREASURY) {
                role = PostingRole.COMPANY_FEE;
                credit = SystemAccount.TREASURY.id();
            } else if (payee != null && payee.userId() != null) {
                role = PostingRole.INVITER_FEE;
                credit = ledger.userAccount(payee.userId());
            } else {
                return Optional.empty();
            }
            postings.add(new Posting(
                    ledger.userAccount(payer.userId()),
                    credit,
                    postings.isEmpty() ? PostingRole.PRINCIPAL : role,
                    leg.amount()));
        }
        return Optional.of(postings);
    }

    private static TransactionKind kind(List<Posting> postings) {
        var first = postings.get(0).credit();
        if (first.equals(SystemAccount.BURN.id())) {
            return TransactionKind.BURN;
        }
        return first.equals(SystemAccount.TREASURY.id()) ? TransactionKind.SPEND : TransactionKind.TRANSFER;
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
                case PARKED, VOIDED ->
                    reading.findings.add(new Finding(
                            Kind.PAID_THOUGH_SET_ASIDE,
                            one.intentId().toString(),
                            one.state() + ", paid by signature " + attempt.signature() + ": " + one.moved()));
                case RECORDED, CLAIMED, IN_ATTEMPT -> {}
            }
        }
    }

    /** A wallet that was opened after the transaction landed is not its user's: the index was given out a second time. */
    private Map<PublicKey, FoundWallet> wallets(LandedAttempt attempt, Reading reading) {
        Collection<PublicKey> addresses = attempt.movements().stream()
                .flatMap(movement -> movement.legs().stream())
                .flatMap(leg -> Stream.concat(leg.from().stream(), leg.to().stream()))
                .distinct()
                .toList();
        Map<PublicKey, FoundWallet> found = new LinkedHashMap<>();
        Instant landedAt = attempt.landedAt();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select address, role, user_id, created_at"
                        + " from wallet where address = any (cast(?1 as text[]))")
                .setParameter(1, Rows.array(addresses)))) {
            boolean inherited = landedAt != null
                    && row.text(1).equals(WalletRole.USER.name())
                    && row.instant(3).isAfter(landedAt.plus(CLOCKS_DIFFER_BY));
            if (!inherited) {
                found.put(
                        new PublicKey(row.text(0)),
                        new FoundWallet(WalletRole.valueOf(row.text(1)), row.uuidOrNull(2)));
            } else if (!attempt.hasFailed()) {
                reading.findings.add(new Finding(
                        Kind.INHERITED_WALLET, row.text(0), "of user " + row.uuid(2) + " now, " + attempt.memo()));
            }
        }
        return found;
    }

    private static UUID payoutIntentId(String day, UUID userId) {
        return Ids.deterministic(IntentKind.MINT.name(), day + ":" + userId);
    }
}
