package network.peer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import network.peer.database.Rows;
import network.peer.testing.Deposits;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingCreditsIT {
    private static final LedgerAccountId TREASURY = SystemAccount.TREASURY.id();

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyCreditsAreFoldedAndTheBalanceStays() {
        Deposits.book(database, TREASURY, PendingCredits.MANY);
        Holder holder = database.inTransaction(em -> Holders.aHolder(em));
        Deposits.book(database, holder.account(), PendingCredits.MANY + 1);

        assertThat(fold()).contains(holder.account());
        assertThat(fold()).contains(TREASURY);
        assertThat(fold()).isEmpty();

        assertThat(waiting(TREASURY)).isZero();
        assertThat(available(TREASURY)).isEqualTo(PendingCredits.MANY);
        assertThat(available(holder.account())).isEqualTo(PendingCredits.MANY + 1);
    }

    @Test
    void fewCreditsWaitForTheNextDebit() {
        Deposits.book(database, TREASURY, PendingCredits.MANY - 1);

        assertThat(fold()).isEmpty();

        assertThat(waiting(TREASURY)).isEqualTo(PendingCredits.MANY - 1);
        assertThat(available(TREASURY)).isEqualTo(PendingCredits.MANY - 1);
    }

    private java.util.Optional<LedgerAccountId> fold() {
        return database.inTransaction(em -> new PendingCredits(em).foldWhereManyWait());
    }

    private long waiting(LedgerAccountId account) {
        return number("select count(*) from ledger_pending_credit where account_id = ?1", account);
    }

    private long available(LedgerAccountId account) {
        return number("select available_base_units from ledger_account_balance where account_id = ?1", account);
    }

    private long number(String sql, LedgerAccountId account) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery(sql).setParameter(1, account.value()))
                        .longAt(0));
    }
}
