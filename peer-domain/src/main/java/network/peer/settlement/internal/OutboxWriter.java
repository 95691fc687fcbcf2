package network.peer.settlement.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
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
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.LedgerObserver;
import network.peer.ledger.PostedTransaction;
import network.peer.ledger.PostedTransaction.PostedPosting;
import network.peer.ledger.Posting;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.IntentKind;
import network.peer.settlement.LaneWork;
import network.peer.settlement.Leg;
import network.peer.settlement.Leg.Instruction;
import network.peer.token.Ids;
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
    private static final UUID RESERVE_WALLET = UUID.fromString("00000000-0000-7000-8000-000000000201");
    private static final UUID TREASURY_WALLET = UUID.fromString("00000000-0000-7000-8000-000000000202");

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected OutboxWriter() {
        this.entities = null;
    }

    @Inject
    public OutboxWriter(EntityManager entities) {
        this.entities = entities;
    }

    /** The wallet that stands for a user's account now, and the user. */
    private record Holder(UUID walletId, UUID userId) {}

    /** What is owed under one business key. */
    private record Owed(IntentKind kind, String businessKey, String batchKey, List<Leg> legs) {}

    @Override
    public void posted(PostedTransaction transaction) {
        if (FOLLOWS_THE_CHAIN.contains(transaction.kind())) {
            return;
        }
        if (transaction.kind() == TransactionKind.MINT) {
            putOnChain(transaction);
        }
        Map<LedgerAccountId, Holder> wallets = lockWallets(transaction);
        Set<UUID> neverPaid = voidedOnChain(transaction);
        List<Owed> owed = transaction.kind() == TransactionKind.MINT
                ? payouts(transaction, wallets)
                : movement(transaction, wallets, neverPaid).stream().toList();
        if (!owed.isEmpty()) {
            insert(transaction.id(), owed);
        }
    }

    /** One intent for each user: a payout is packed, retried and explained on its own. */
    private static List<Owed> payouts(PostedTransaction transaction, Map<LedgerAccountId, Holder> wallets) {
        String day = String.valueOf(transaction.rewardDay());
        return transaction.postings().stream()
                .map(posted -> new Owed(
                        IntentKind.MINT,
                        day + ":" + holder(posted.posting().credit(), wallets).userId(),
                        day,
                        List.of(leg(posted, wallets).orElseThrow())))
                .toList();
    }

    /** One intent for the whole movement: its fees and its burn land together or not at all. */
    private static Optional<Owed> movement(
            PostedTransaction transaction, Map<LedgerAccountId, Holder> wallets, Set<UUID> neverPaid) {
        List<Leg> legs = transaction.postings().stream()
                .filter(posted -> !neverPaid.contains(posted.id()))
                .flatMap(posted -> leg(posted, wallets).stream())
                .toList();
        if (legs.isEmpty()) {
            return Optional.empty();
        }
        IntentKind kind = legs.stream().allMatch(leg -> leg.instruction() == Instruction.BURN)
                ? IntentKind.BURN
                : IntentKind.TRANSFER;
        return Optional.of(
                new Owed(kind, transaction.idempotencyKey(), transaction.id().toString(), legs));
    }

    /** Postings that undo what was voided: it never reached the chain, so neither does its reversal. */
    private Set<UUID> voidedOnChain(PostedTransaction transaction) {
        Map<UUID, UUID> byReversed = new HashMap<>();
        for (PostedPosting posted : transaction.postings()) {
            if (posted.reversesId() != null) {
                byReversed.put(posted.reversesId(), posted.id());
            }
        }
        if (byReversed.isEmpty()) {
            return Set.of();
        }
        return Rows.list(entities.createNativeQuery("select l.ledger_posting_id from settlement_leg l"
                                + " join settlement_intent i on i.id = l.intent_id where i.state = 'VOIDED'"
                                + " and l.ledger_posting_id = any (cast(?1 as uuid[]))")
                        .setParameter(1, Rows.array(byReversed.keySet())))
                .stream()
                .map(row -> Objects.requireNonNull(byReversed.get(row.uuid(0))))
                .collect(Collectors.toSet());
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
            return TREASURY_WALLET;
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

    /**
     * A user's first payout opens the wallet on chain, if nothing of theirs stands in RESERVE yet. Who was credited
     * before stays with RESERVE until migrated.
     */
    private void putOnChain(PostedTransaction transaction) {
        lockWallets(userAccounts(transaction), "for no key update");
        entities.createNativeQuery(
                        "update wallet w set chain_state = 'ON_CHAIN'"
                                + " from ledger_account_balance b"
                                + " where b.user_id = w.user_id and b.unit = 'PEER' and w.chain_state = 'OFF_CHAIN'"
                                + " and b.account_id = any (cast(?1 as uuid[]))"
                                + " and b.available_base_units + b.reserved_base_units = (select sum(p.amount_base_units)"
                                + "   from ledger_posting p where p.ledger_transaction_id = ?2 and p.credit_account_id = b.account_id)")
                .setParameter(1, userAccounts(transaction))
                .setParameter(2, transaction.id())
                .executeUpdate();
    }

    private Map<LedgerAccountId, Holder> lockWallets(PostedTransaction transaction) {
        return lockWallets(userAccounts(transaction), "for share");
    }

    /**
     * The lock keeps each user's chain state as it is until the commit; taken in the order of the wallets' ids. Two
     * movements that debit one wallet are in order already: the ledger holds the lock on the debited account.
     */
    private Map<LedgerAccountId, Holder> lockWallets(String accountIds, String lock) {
        Map<LedgerAccountId, Holder> wallets = new HashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select a.id, w.id, w.chain_state, w.user_id"
                        + " from ledger_account a join wallet w on w.user_id = a.user_id"
                        + " where a.id = any (cast(?1 as uuid[])) order by w.id " + lock
                        + " of w")
                .setParameter(1, accountIds))) {
            wallets.put(
                    new LedgerAccountId(row.uuid(0)),
                    new Holder(row.text(2).equals("ON_CHAIN") ? row.uuid(1) : RESERVE_WALLET, row.uuid(3)));
        }
        return wallets;
    }

    private static String userAccounts(PostedTransaction transaction) {
        return Rows.array(transaction.postings().stream()
                .flatMap(posted ->
                        Stream.of(posted.posting().debit(), posted.posting().credit()))
                .distinct()
                .toList());
    }

    private void insert(UUID transactionId, List<Owed> owed) {
        List<String> intents = new ArrayList<>();
        List<String> legs = new ArrayList<>();
        for (Owed one : owed) {
            UUID id = Ids.deterministic(one.kind().name(), one.businessKey());
            intents.add("{\"id\":\"%s\",\"kind\":\"%s\",\"business_key\":%s,\"batch_key\":\"%s\",\"work\":\"%s\"}"
                    .formatted(
                            id,
                            one.kind(),
                            jsonText(one.businessKey()),
                            one.batchKey(),
                            (one.kind() == IntentKind.MINT ? LaneWork.MINT : LaneWork.TRANSFER).code()));
            for (Leg leg : one.legs()) {
                legs.add(("{\"intent_id\":\"%s\",\"ordinal\":%d,\"instruction\":\"%s\",\"from_wallet_id\":%s,"
                                + "\"to_wallet_id\":%s,\"amount\":%d,\"posting_id\":\"%s\"}")
                        .formatted(
                                id,
                                one.legs().indexOf(leg),
                                leg.instruction(),
                                jsonId(leg.fromWalletId()),
                                jsonId(leg.toWalletId()),
                                leg.amount().baseUnits(),
                                leg.ledgerPostingId()));
            }
        }
        entities.createNativeQuery("insert into settlement_intent"
                        + " (id, kind, business_key, batch_key, ledger_transaction_id, work)"
                        + " select i.id, i.kind, i.business_key, i.batch_key, ?1, i.work"
                        + " from jsonb_to_recordset(cast(?2 as jsonb)) as i"
                        + " (id uuid, kind text, business_key text, batch_key text, work text)")
                .setParameter(1, transactionId)
                .setParameter(2, intents.toString())
                .executeUpdate();
        entities.createNativeQuery("insert into settlement_leg (intent_id, ordinal, instruction, from_wallet_id,"
                        + " to_wallet_id, amount_base_units, ledger_posting_id)"
                        + " select intent_id, ordinal, instruction, from_wallet_id, to_wallet_id, amount, posting_id"
                        + " from jsonb_to_recordset(cast(?1 as jsonb)) as l (intent_id uuid, ordinal integer,"
                        + " instruction text, from_wallet_id uuid, to_wallet_id uuid, amount bigint, posting_id uuid)")
                .setParameter(1, legs.toString())
                .executeUpdate();
    }

    private static String jsonId(@Nullable UUID id) {
        return id == null ? "null" : "\"" + id + "\"";
    }

    private static String jsonText(String text) {
        return jakarta.json.Json.createValue(text).toString();
    }
}
