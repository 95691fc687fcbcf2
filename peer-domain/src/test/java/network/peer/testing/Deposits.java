package network.peer.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.SystemAccount;

/** More movements than could be posted one by one in a test. */
public final class Deposits {
    private Deposits() {}

    /** Books so many transactions that each credit the account with one base unit; their ids ascend from call to call. */
    public static void book(TestDatabase database, LedgerAccountId to, int count) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create temporary table booked on commit drop as select"
                    + " cast('00000000-0000-7000-9000-' || lpad(to_hex(before.count + n), 12, '0') as uuid) as id"
                    + " from (select count(*) from ledger_transaction) before, generate_series(1, " + count + ") n");
            statement.execute(
                    "insert into ledger_transaction"
                            + " (id, kind, idempotency_key, input_hash, recorded_at, tokenomics_version)"
                            + " select id, 'DEPOSIT', cast(id as text), 'test', timestamptz '2026-11-21 00:00:00Z', 1 from booked");
            statement.execute("insert into ledger_posting"
                    + " (id, ledger_transaction_id, ordinal, role, unit, debit_account_id, credit_account_id, amount_base_units)"
                    + " select id, id, 0, 'PRINCIPAL', 'PEER', '"
                    + SystemAccount.EXTERNAL.id().value() + "', '"
                    + to.value() + "', 1 from booked");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("analyze ledger_posting, ledger_transaction, ledger_pending_credit");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
