package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.ledger.LedgerAccountId;
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
import network.peer.settlement.internal.Reading.FoundWallet;
import network.peer.settlement.internal.Reading.Matched;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletRole;

/** Movements, windows and migrations on chain, put back into the books. */
final class RestoredMovements {
    private final RestoredAttemptTable attempts;
    private final NetWindowTable windows;
    private final MigrationTable migrations;
    private final Rebooking rebooking;

    RestoredMovements(EntityManager entities, RestoredAttemptTable attempts, Rebooking rebooking) {
        this.attempts = attempts;
        this.windows = new NetWindowTable(entities, NettingPolicy.IMMEDIATE);
        this.migrations = new MigrationTable(entities);
        this.rebooking = rebooking;
    }

    void read(LandedAttempt attempt, Movement movement, Reading reading) {
        switch (movement.kind()) {
            case NET -> readNet(attempt, movement, reading);
            case MIGRATION -> readMigration(attempt, movement, reading);
            default -> readMovement(movement, reading);
        }
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

    /**
     * Who was migrated is on chain, whatever the database says. If it has lost some of the balance that was moved, the chain
     * moved something else than the books owe.
     */
    private void readMigration(LandedAttempt attempt, Movement migration, Reading reading) {
        UUID walletId = migration.ledgerTransactionId();
        UUID intentId = Ids.deterministic(IntentKind.MIGRATION.name(), walletId.toString());
        Map<UUID, IntentState> found = attempts.lockIntents(List.of(intentId));
        if (found.isEmpty() && !attempt.hasFailed()) {
            migrations.migrate(walletId);
            found = attempts.lockIntents(List.of(intentId));
            if (found.isEmpty()) {
                reading.findings.add(new Finding(
                        Kind.MOVEMENT_NOT_BOOKED,
                        migration.batchKey(),
                        "migration: " + migration.legs() + ", signature " + attempt.signature()));
            }
        }
        found.forEach((id, state) ->
                reading.matched.add(new Matched(id, state, migration.attemptNumber(), migration.legs())));
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

    /** @return false if the chain does not say what to post */
    boolean book(LandedAttempt attempt, Movement movement, Reading reading) {
        Optional<List<Posting>> postings = postings(movement, reading);
        postings.ifPresent(found -> book(attempt, movement, found, reading));
        return postings.isPresent();
    }

    private void book(LandedAttempt attempt, Movement movement, List<Posting> postings, Reading reading) {
        UUID id = movement.ledgerTransactionId();
        rebooking.postMovement(attempt, id, kind(postings), postings);
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

    /**
     * Only if one user pays, and everybody who is paid is known: who stands behind RESERVE the chain does not say. The
     * legs are in the order of the postings, of which the principal is the first.
     */
    private Optional<List<Posting>> postings(Movement movement, Reading reading) {
        List<PublicKey> payers = movement.legs().stream()
                .flatMap(leg -> leg.from().stream())
                .distinct()
                .toList();
        FoundWallet payer = payers.size() == 1 ? reading.wallet(Optional.of(payers.get(0))) : null;
        if (payer == null || payer.userId() == null || movement.legs().isEmpty()) {
            return Optional.empty();
        }
        List<Posting> postings = new ArrayList<>();
        for (MovedLeg leg : movement.legs()) {
            FoundWallet payee = reading.wallet(leg.to());
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
                credit = rebooking.userAccount(payee.userId());
            } else {
                return Optional.empty();
            }
            postings.add(new Posting(
                    rebooking.userAccount(payer.userId()),
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
}
