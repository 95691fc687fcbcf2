package network.peer.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.ledger.PostedTransaction.PostedPosting;
import network.peer.ledger.internal.LedgerStore;
import network.peer.ledger.internal.LedgerStore.LockedBalance;
import network.peer.ledger.internal.LedgerStore.NewPosting;
import network.peer.ledger.internal.LedgerStore.NewTransaction;
import network.peer.ledger.internal.LedgerStore.RecordedTransaction;
import network.peer.ledger.internal.LedgerStore.Reservation;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;

/**
 * The books. Every movement is one ledger transaction of postings, final when the surrounding database transaction
 * commits. Java refuses what may not be with a typed error; the database refuses it again by its constraints.
 */
@ApplicationScoped
public class Ledger {
    private final LedgerStore store;
    private final LedgerObserver observer;

    @SuppressWarnings("NullAway")
    protected Ledger() {
        this.store = null;
        this.observer = null;
    }

    @Inject
    public Ledger(EntityManager entities, LedgerObserver observer) {
        this.store = new LedgerStore(entities);
        this.observer = observer;
    }

    /** Opens the PEER account of a new user, with a balance of zero. */
    @Transactional
    public LedgerAccountId openUserAccount(UUID userId) {
        LedgerAccountId id = new LedgerAccountId(Ids.newId());
        store.insertUserAccount(id, userId, Unit.PEER);
        return id;
    }

    /** @throws BusinessException NOT_FOUND */
    @Transactional
    public LedgerAccountId userAccount(UUID userId) {
        return store.findUserAccount(userId, Unit.PEER)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no ledger account for user " + userId));
    }

    /** @throws BusinessException NOT_FOUND */
    @Transactional
    public Balance balance(LedgerAccountId account) {
        return store.findBalance(account)
                .map(found -> new Balance(
                        new TokenAmount(found.availableBaseUnits()), new TokenAmount(found.reservedBaseUnits())))
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no ledger account " + account));
    }

    /** What stands on an account in base units; negative for ISSUANCE and, at times, EXTERNAL. */
    @Transactional
    public long signedBaseUnits(SystemAccount account) {
        return store.findBalance(account.id()).orElseThrow().availableBaseUnits();
    }

    /**
     * Posts once; the same command again gives the first answer. Of concurrent duplicates one posts and the others wait
     * for it. Locks the debited accounts only, in the order of their ids.
     *
     * @throws BusinessException IDEMPOTENCY_CONFLICT for the same key with other input; INSUFFICIENT_BALANCE;
     *     EMISSION_LIMIT if a mint exceeds its day's pool or the total cap
     */
    @Transactional
    public Posted post(PostCommand command) {
        return postAs(Ids.newId(), command);
    }

    /**
     * As above, under an id that exists already: what was lost from the books is found on chain under its id.
     *
     * @param id used by no other ledger transaction
     */
    @Transactional
    public Posted postAs(UUID id, PostCommand command) {
        return post(NewTransaction.of(id, command), unreversed(command.postings()));
    }

    /**
     * Undoes a ledger transaction by a new one. Every posting can be reversed once at most.
     *
     * @throws BusinessException NOT_FOUND; CONFLICT if it is a reversal, was reversed before, or cannot be undone on
     *     chain (a mint, a burn); INSUFFICIENT_BALANCE if what was received is spent
     */
    @Transactional
    public Posted reverse(UUID ledgerTransactionId, String idempotencyKey, Instant recordedAt) {
        return reverse(ledgerTransactionId, store.postings(ledgerTransactionId).keySet(), idempotencyKey, recordedAt);
    }

    /**
     * Undoes some postings of a ledger transaction; see {@link #reverse(UUID, String, Instant)}.
     *
     * @throws BusinessException as above; NOT_FOUND also for a posting of another transaction
     */
    @Transactional
    public Posted reverse(
            UUID ledgerTransactionId, Collection<UUID> postingIds, String idempotencyKey, Instant recordedAt) {
        RecordedTransaction original = store.findTransaction(ledgerTransactionId)
                .orElseThrow(() ->
                        new BusinessException(ErrorCode.NOT_FOUND, "no ledger transaction " + ledgerTransactionId));
        if (original.kind() == TransactionKind.REVERSAL || original.kind() == TransactionKind.GENESIS) {
            throw new BusinessException(ErrorCode.CONFLICT, "a " + original.kind() + " cannot be reversed");
        }
        Map<UUID, Posting> postings = store.postings(ledgerTransactionId);
        List<NewPosting> reversed = postingIds.stream()
                .map(id -> {
                    Posting posting = postings.get(id);
                    if (posting == null) {
                        throw new BusinessException(ErrorCode.NOT_FOUND, "no posting " + id);
                    }
                    return new NewPosting(posting.reversed(), id);
                })
                .toList();
        return post(NewTransaction.reversing(original, postingIds, idempotencyKey, recordedAt), reversed);
    }

    /**
     * Holds a part of an account's balance for a movement that is posted only when it is final. The same command again
     * gives the first answer.
     *
     * @param inputHash of the canonical input, as in {@link PostCommand}
     * @throws BusinessException INSUFFICIENT_BALANCE; IDEMPOTENCY_CONFLICT for the same key with other input
     */
    @Transactional
    public UUID reserve(LedgerAccountId account, TokenAmount amount, String idempotencyKey, String inputHash) {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a reservation of nothing on " + account);
        }
        Map<LedgerAccountId, TokenAmount> debit = Map.of(account, amount);
        List<LockedBalance> locked = store.lock(debit.keySet());
        Optional<Reservation> first = store.findReservation(idempotencyKey);
        if (first.isPresent()) {
            if (!first.get().inputHash().equals(inputHash)) {
                throw conflictingInput();
            }
            return first.get().id();
        }
        refuseOverdraft(debit, locked);
        UUID id = Ids.newId();
        store.insertReservation(id, account, amount, idempotencyKey, inputHash);
        return id;
    }

    /**
     * Gives back what a reservation holds; giving back twice changes nothing.
     *
     * @throws BusinessException NOT_FOUND; CONFLICT if it was posted
     */
    @Transactional
    public void voidReservation(UUID reservationId) {
        Reservation reservation = lockReservation(reservationId);
        if (reservation.outcome() == null) {
            store.endReservation(reservationId, "VOIDED", null);
        } else if (!reservation.outcome().equals("VOIDED")) {
            throw new BusinessException(ErrorCode.CONFLICT, "the reservation was posted");
        }
    }

    /**
     * Posts the movement that a reservation was for, out of what it holds.
     *
     * @param command debits the reservation's account by exactly its amount
     * @throws BusinessException as {@link #post(PostCommand)}; NOT_FOUND; CONFLICT if the reservation has ended
     */
    @Transactional
    public Posted postReserved(UUID reservationId, PostCommand command) {
        NewTransaction transaction = NewTransaction.of(Ids.newId(), command);
        if (!store.insertTransaction(transaction)) {
            return replay(transaction);
        }
        Reservation reservation = lockReservation(reservationId);
        if (reservation.outcome() != null) {
            throw new BusinessException(ErrorCode.CONFLICT, "the reservation is " + reservation.outcome());
        }
        TokenAmount debit = command.postings().stream()
                .filter(posting -> posting.debit().equals(reservation.account()))
                .map(Posting::amount)
                .reduce(TokenAmount.ZERO, TokenAmount::plus);
        if (!debit.equals(reservation.amount())) {
            throw new IllegalArgumentException(
                    "the reservation holds " + reservation.amount() + ", debited is " + debit);
        }
        store.endReservation(reservationId, "POSTED", transaction.id());
        return complete(transaction, unreversed(command.postings()));
    }

    private Reservation lockReservation(UUID reservationId) {
        Reservation found = store.findReservation(reservationId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no reservation " + reservationId));
        store.lock(List.of(found.account()));
        return store.findReservation(reservationId).orElseThrow();
    }

    private static List<NewPosting> unreversed(List<Posting> postings) {
        return postings.stream().map(posting -> new NewPosting(posting, null)).toList();
    }

    private Posted post(NewTransaction transaction, List<NewPosting> newPostings) {
        return store.insertTransaction(transaction) ? complete(transaction, newPostings) : replay(transaction);
    }

    /** The transaction's row holds its idempotency key by now: whoever comes with the same one waits. */
    private Posted complete(NewTransaction transaction, List<NewPosting> newPostings) {
        List<Posting> postings = newPostings.stream().map(NewPosting::posting).toList();
        Map<LedgerAccountId, TokenAmount> debits =
                postings.stream().collect(Collectors.toMap(Posting::debit, Posting::amount, TokenAmount::plus));
        List<LockedBalance> locked = store.lock(debits.keySet());
        refuseSecondReversal(newPostings);
        refuseOverdraft(debits, locked);
        if (transaction.rewardDay() != null) {
            refuseBeyondDailyPool(transaction.rewardDay(), transaction.tokenomicsVersion(), postings);
        }
        List<PostedPosting> posted = store.insertPostings(transaction.id(), newPostings);
        observer.posted(new PostedTransaction(
                transaction.id(), transaction.kind(), transaction.idempotencyKey(), transaction.rewardDay(), posted));
        return new Posted(transaction.id(), false);
    }

    /** Comes after the locks: a concurrent reversal of the same posting debits the same account. */
    private void refuseSecondReversal(List<NewPosting> postings) {
        List<UUID> reversed = postings.stream()
                .flatMap(posting -> Stream.ofNullable(posting.reversesId()))
                .toList();
        if (!reversed.isEmpty() && store.isReversed(reversed)) {
            throw new BusinessException(ErrorCode.CONFLICT, "reversed before: " + reversed);
        }
    }

    private Posted replay(NewTransaction transaction) {
        RecordedTransaction first = store.findByIdempotencyKey(transaction.idempotencyKey());
        if (first.kind() != transaction.kind() || !first.inputHash().equals(transaction.inputHash())) {
            throw conflictingInput();
        }
        return new Posted(first.id(), true);
    }

    private static BusinessException conflictingInput() {
        return new BusinessException(
                ErrorCode.IDEMPOTENCY_CONFLICT, "this idempotency key was used before with other input");
    }

    private static void refuseOverdraft(Map<LedgerAccountId, TokenAmount> debits, List<LockedBalance> locked) {
        for (LockedBalance balance : locked) {
            TokenAmount debit = debits.get(balance.account());
            if (debit != null && !balance.mayBeNegative() && balance.availableBaseUnits() < debit.baseUnits()) {
                throw balance.account().equals(SystemAccount.REWARD_POOL.id())
                        ? new BusinessException(ErrorCode.EMISSION_LIMIT, "the total cap does not allow this mint")
                        : new BusinessException(
                                ErrorCode.INSUFFICIENT_BALANCE,
                                "available are " + new TokenAmount(balance.availableBaseUnits()).display()
                                        + " PEER, needed " + debit.display());
            }
        }
    }

    /** Exact, because every mint holds the lock on the reward pool's account by now. */
    private void refuseBeyondDailyPool(LocalDate rewardDay, int tokenomicsVersion, List<Posting> postings) {
        TokenAmount minted = postings.stream().map(Posting::amount).reduce(TokenAmount.ZERO, TokenAmount::plus);
        if (minted.baseUnits() > store.leftInDailyPool(rewardDay, tokenomicsVersion)) {
            throw new BusinessException(
                    ErrorCode.EMISSION_LIMIT,
                    "the pool of " + rewardDay + " does not allow another " + minted.display());
        }
    }
}
