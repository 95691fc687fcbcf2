package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostedTransaction;
import network.peer.token.TokenAmount;

/** Which wallet stands for each user of a movement, and whom a payout puts on chain. */
final class ChainStates {
    static final UUID RESERVE_WALLET = UUID.fromString("00000000-0000-7000-8000-000000000201");
    static final UUID TREASURY_WALLET = UUID.fromString("00000000-0000-7000-8000-000000000202");

    private final EntityManager entities;
    private final TokenAmount minimumOwed;

    /** @param minimumOwed who is paid and has less then stays with RESERVE: a token account costs rent */
    ChainStates(EntityManager entities, TokenAmount minimumOwed) {
        this.entities = entities;
        this.minimumOwed = minimumOwed;
    }

    /** The wallet that stands for a user's account now, and the user. */
    record Holder(UUID walletId, UUID userId) {}

    /**
     * Whose balance is no more than this payout is ON_CHAIN at once: nothing stands in RESERVE for them. Who had something
     * before is MIGRATING, and stays with RESERVE until it is moved; see {@link MigrationTable}.
     */
    void paid(PostedTransaction payouts) {
        lock(userAccounts(payouts), "for no key update");
        entities.createNativeQuery("update wallet w set chain_state ="
                        + "  case when owned.base_units = owned.paid_base_units then 'ON_CHAIN' else 'MIGRATING' end"
                        + " from (select b.user_id, b.available_base_units + b.reserved_base_units as base_units,"
                        + "   (select sum(p.amount_base_units) from ledger_posting p"
                        + "    where p.ledger_transaction_id = ?2 and p.credit_account_id = b.account_id) as paid_base_units"
                        + "  from ledger_account_balance b"
                        + "  where b.unit = 'PEER' and b.account_id = any (cast(?1 as uuid[]))) owned"
                        + " where owned.user_id = w.user_id and w.chain_state = 'OFF_CHAIN' and owned.base_units >= ?3")
                .setParameter(1, userAccounts(payouts))
                .setParameter(2, payouts.id())
                .setParameter(3, minimumOwed.baseUnits())
                .executeUpdate();
    }

    /**
     * Keeps each user's chain state as it is until the commit; taken in the order of the wallets' ids. Two movements that
     * debit one wallet are in order already: the ledger holds the lock on the debited account.
     */
    Map<LedgerAccountId, Holder> lock(PostedTransaction transaction) {
        return lock(userAccounts(transaction), "for share");
    }

    private Map<LedgerAccountId, Holder> lock(String accountIds, String lock) {
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
}
