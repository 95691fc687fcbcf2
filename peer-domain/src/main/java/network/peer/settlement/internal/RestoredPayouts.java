package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.settlement.internal.Reading.FoundWallet;
import network.peer.settlement.internal.Reading.Matched;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletRole;

/** Payouts on chain, put back into the books. */
final class RestoredPayouts {
    private final EntityManager entities;
    private final RestoredAttemptTable attempts;
    private final Rebooking rebooking;

    RestoredPayouts(EntityManager entities, RestoredAttemptTable attempts, Rebooking rebooking) {
        this.entities = entities;
        this.attempts = attempts;
        this.rebooking = rebooking;
    }

    /** @return why it cannot be restored now */
    Optional<String> read(LandedAttempt attempt, Movement payouts, Reading reading) {
        Map<UUID, MovedLeg> ofUsers = new LinkedHashMap<>();
        for (MovedLeg leg : payouts.legs()) {
            FoundWallet wallet = reading.wallet(leg.to());
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
                Optional<String> blocked = readIntoReserve(attempt, payouts, leg, reading);
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
    private Optional<String> readIntoReserve(LandedAttempt attempt, Movement payouts, MovedLeg leg, Reading reading) {
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

    void book(LandedAttempt attempt, Movement payouts, Reading reading) {
        if (reading.payoutsToBook.isEmpty()) {
            return;
        }
        LocalDate day = LocalDate.parse(payouts.batchKey());
        List<Posting> postings = new ArrayList<>();
        reading.payoutsToBook.forEach((userId, leg) -> postings.add(new Posting(
                SystemAccount.REWARD_POOL.id(), rebooking.userAccount(userId), PostingRole.PRINCIPAL, leg.amount())));
        rebooking.postPayouts(attempt, day, postings);
        reading.payoutsToBook.forEach((userId, leg) -> reading.matched.add(new Matched(
                payoutIntentId(payouts.batchKey(), userId),
                IntentState.RECORDED,
                payouts.attemptNumber(),
                List.of(leg))));
        reading.booked += postings.size();
    }

    private static UUID payoutIntentId(String day, UUID userId) {
        return Ids.deterministic(IntentKind.MINT.name(), day + ":" + userId);
    }
}
