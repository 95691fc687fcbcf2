package network.peer.settlement.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.LedgerObserver;
import network.peer.ledger.PostedTransaction;
import network.peer.ledger.PostedTransaction.PostedPosting;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.internal.ChainStates.Holder;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * The one place where what a ledger transaction means on chain becomes intents, in the same database transaction. Leg
 * by leg from both ends' state: a user who is not on chain counts as RESERVE, and a leg from a wallet to itself is
 * nothing.
 */
@ApplicationScoped
public class OutboxWriter implements LedgerObserver {
    private static final Set<TransactionKind> FOLLOWS_THE_CHAIN =
            EnumSet.of(TransactionKind.RETIREMENT, TransactionKind.CHAIN_COST);

    private final EntityManager entities;
    private final NettingPolicy netting;
    private final NetWindowTable windows;
    private final OwedTable intents;
    private final ChainStates states;

    @SuppressWarnings("NullAway")
    protected OutboxWriter() {
        this.states = null;
        this.entities = null;
        this.netting = null;
        this.windows = null;
        this.intents = null;
    }

    @Inject
    public OutboxWriter(EntityManager entities) {
        this(entities, NettingPolicy.ofSettings());
    }

    public OutboxWriter(EntityManager entities, NettingPolicy netting) {
        this(entities, netting, new TokenAmount(Setting.SETTLEMENT_MINIMUM_OWED.positiveNumber()));
    }

    /** @param minimumOwed with less than that after a payout a user stays with RESERVE */
    public OutboxWriter(EntityManager entities, NettingPolicy netting, TokenAmount minimumOwed) {
        this.entities = entities;
        this.netting = netting;
        this.windows = new NetWindowTable(entities, netting);
        this.intents = new OwedTable(entities);
        this.states = new ChainStates(entities, minimumOwed);
    }

    @Override
    public void posted(PostedTransaction transaction) {
        if (FOLLOWS_THE_CHAIN.contains(transaction.kind())) {
            return;
        }
        if (transaction.kind() == TransactionKind.MINT) {
            states.paid(transaction);
        }
        Map<LedgerAccountId, Holder> wallets = states.lock(transaction);
        if (transaction.kind() == TransactionKind.MINT) {
            intents.insert(transaction.id(), null, payouts(transaction, wallets));
        } else {
            movement(transaction, wallets, voidedOnChain(transaction)).ifPresent(owed -> insert(transaction, owed));
        }
    }

    /** Netted, it is a member of its wallet's window; else whatever was netted of the wallets that it debits goes first. */
    private void insert(PostedTransaction transaction, OwedIntent movement) {
        Set<UUID> debited = movement.legs().stream()
                .map(Leg::fromWalletId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Optional<UUID> window = window(transaction, movement.legs(), debited);
        if (window.isEmpty()) {
            windows.closeOf(debited);
        }
        intents.insert(transaction.id(), window.orElse(null), List.of(movement));
        window.ifPresent(windows::closeIfFull);
    }

    private Optional<UUID> window(PostedTransaction transaction, List<Leg> legs, Set<UUID> debited) {
        if (transaction.kind() == TransactionKind.REVERSAL) {
            Map<UUID, UUID> reversed = new HashMap<>();
            transaction.postings().forEach(posted -> reversed.put(posted.id(), posted.reversesId()));
            return windows.joinReversal(
                    legs,
                    legs.stream()
                            .flatMap(leg -> Stream.ofNullable(reversed.get(leg.ledgerPostingId())))
                            .toList());
        }
        Set<LedgerAccountId> payers = transaction.postings().stream()
                .map(posted -> posted.posting().debit())
                .collect(Collectors.toSet());
        return netting.nets(transaction.kind()) && debited.size() == 1 && payers.size() == 1 && paysOnlyUs(transaction)
                ? Optional.of(windows.join(
                        debited.iterator().next(), payers.iterator().next(), legs))
                : Optional.empty();
    }

    /** An inviter's fee rides along. */
    private static boolean paysOnlyUs(PostedTransaction transaction) {
        return transaction.postings().stream()
                .map(PostedPosting::posting)
                .allMatch(posting -> posting.role() == PostingRole.INVITER_FEE
                        || posting.credit().equals(SystemAccount.TREASURY.id())
                        || posting.credit().equals(SystemAccount.BURN.id()));
    }

    /** One intent for each user: a payout is packed, retried and explained on its own. */
    private static List<OwedIntent> payouts(PostedTransaction transaction, Map<LedgerAccountId, Holder> wallets) {
        String day = String.valueOf(transaction.rewardDay());
        return transaction.postings().stream()
                .map(posted -> new OwedIntent(
                        IntentKind.MINT,
                        day + ":" + holder(posted.posting().credit(), wallets).userId(),
                        day,
                        List.of(leg(posted, wallets).orElseThrow())))
                .toList();
    }

    /** One intent for the whole movement: its fees and its burn land together or not at all. */
    private static Optional<OwedIntent> movement(
            PostedTransaction transaction, Map<LedgerAccountId, Holder> wallets, Map<UUID, NeverPaid> neverPaid) {
        List<Leg> legs = transaction.postings().stream()
                .flatMap(posted -> {
                    NeverPaid reversed = neverPaid.get(posted.id());
                    return (reversed == null ? leg(posted, wallets) : movedSince(posted, reversed, wallets)).stream();
                })
                .toList();
        if (legs.isEmpty()) {
            return Optional.empty();
        }
        IntentKind kind = legs.stream().allMatch(leg -> leg.instruction() == Instruction.BURN)
                ? IntentKind.BURN
                : IntentKind.TRANSFER;
        return Optional.of(new OwedIntent(
                kind, transaction.idempotencyKey(), transaction.id().toString(), legs));
    }

    /** What a posting undoes that was voided, so that it never reached the chain. */
    private record NeverPaid(
            @Nullable UUID fromWalletId, @Nullable UUID toWalletId) {}

    /** By the posting that undoes it. */
    private Map<UUID, NeverPaid> voidedOnChain(PostedTransaction transaction) {
        Map<UUID, UUID> byReversed = new HashMap<>();
        for (PostedPosting posted : transaction.postings()) {
            if (posted.reversesId() != null) {
                byReversed.put(posted.reversesId(), posted.id());
            }
        }
        Map<UUID, NeverPaid> neverPaid = new HashMap<>();
        if (!byReversed.isEmpty()) {
            Rows.list(entities.createNativeQuery("select l.ledger_posting_id, l.from_wallet_id, l.to_wallet_id"
                                    + " from settlement_leg l"
                                    + " join settlement_intent i on i.id = l.intent_id where i.state = 'VOIDED'"
                                    + " and l.ledger_posting_id = any (cast(?1 as uuid[]))")
                            .setParameter(1, Rows.array(byReversed.keySet())))
                    .forEach(row -> neverPaid.put(
                            Objects.requireNonNull(byReversed.get(row.uuid(0))),
                            new NeverPaid(row.uuidOrNull(1), row.uuidOrNull(2))));
        }
        return neverPaid;
    }

    /**
     * What never reached the chain is not moved back there. But who was put on chain since then had a balance moved with it, as
     * if it had: the wallet gives back to RESERVE what RESERVE never got, or gets what RESERVE still has.
     */
    private static Optional<Leg> movedSince(
            PostedPosting posted, NeverPaid reversed, Map<LedgerAccountId, Holder> wallets) {
        UUID credited = reversed.toWalletId();
        if (credited != null) {
            UUID now = wallet(posted.posting().debit(), wallets);
            if (!now.equals(credited)) {
                return Optional.of(leg(posted, Instruction.TRANSFER, now, credited));
            }
        }
        UUID debited = reversed.fromWalletId();
        if (debited != null) {
            UUID now = wallet(posted.posting().credit(), wallets);
            if (!now.equals(debited)) {
                return Optional.of(leg(posted, Instruction.TRANSFER, debited, now));
            }
        }
        return Optional.empty();
    }

    private static Optional<Leg> leg(PostedPosting posted, Map<LedgerAccountId, Holder> wallets) {
        Posting posting = posted.posting();
        if (posting.debit().equals(SystemAccount.REWARD_POOL.id())) {
            return Optional.of(leg(posted, Instruction.MINT, null, wallet(posting.credit(), wallets)));
        }
        if (posting.credit().equals(SystemAccount.BURN.id())) {
            return Optional.of(leg(posted, Instruction.BURN, wallet(posting.debit(), wallets), null));
        }
        UUID from = wallet(posting.debit(), wallets);
        UUID to = wallet(posting.credit(), wallets);
        return from.equals(to) ? Optional.empty() : Optional.of(leg(posted, Instruction.TRANSFER, from, to));
    }

    private static Leg leg(PostedPosting posted, Instruction instruction, @Nullable UUID from, @Nullable UUID to) {
        return new Leg(instruction, from, to, posted.posting().amount(), posted.id());
    }

    private static UUID wallet(LedgerAccountId account, Map<LedgerAccountId, Holder> wallets) {
        if (account.equals(SystemAccount.TREASURY.id())) {
            return ChainStates.TREASURY_WALLET;
        }
        return holder(account, wallets).walletId();
    }

    private static Holder holder(LedgerAccountId account, Map<LedgerAccountId, Holder> wallets) {
        Holder holder = wallets.get(account);
        if (holder == null) {
            throw new BusinessException(
                    ErrorCode.CONFLICT, "this movement cannot be made on chain: account " + account);
        }
        return holder;
    }
}
