package network.peer.launcher.bench.api;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;
import network.peer.launcher.Progress;

/** Whether the books are right after the load: nothing came from nowhere, and what was accepted is there once. */
final class ApiSums {
    private static final String SUPPLY = "select sum(available_base_units + reserved_base_units)"
            + " from ledger_account_balance where unit = 'PEER' and (user_id is not null or system_code in"
            + " ('TREASURY', 'BURN'))";

    private final Database database;
    private final Progress progress;
    private final long supplyBefore;

    ApiSums(Database database, Progress progress) {
        this.database = database;
        this.progress = progress;
        this.supplyBefore = number(SUPPLY);
    }

    /**
     * @param transfers that clients of the API were told are made
     * @param likes likewise
     * @param byPgbench transfers that pgbench made
     */
    boolean hold(long transfers, long likes, long byPgbench) {
        return Stream.of(
                        equal(
                                "the sum of all accounts",
                                0,
                                number("select sum(available_base_units + reserved_base_units)"
                                        + " from ledger_account_balance where unit = 'PEER'")),
                        equal(
                                "accounts that are not the sum of their postings",
                                0,
                                number("select count(*) from ledger_account_balance b where unit = 'PEER' and"
                                        + " available_base_units + reserved_base_units <> (select"
                                        + " coalesce(sum(amount_base_units), 0) from ledger_posting  where"
                                        + " credit_account_id = b.account_id) - (select coalesce(sum(amount_base_units),"
                                        + " 0) from ledger_posting  where debit_account_id = b.account_id)")),
                        equal("what users and TREASURY have, and what was burned", supplyBefore, number(SUPPLY)),
                        equal("transfers by the API", transfers, once("api-%")),
                        equal("transfers by pgbench", byPgbench, once("pgbench-%")),
                        equal("all transfers", transfers + byPgbench, number("select count(*) from transfer")),
                        equal(
                                "paid likes",
                                likes,
                                number("select count(*) from content_action a join ledger_transaction t on t.id ="
                                        + " a.ledger_transaction_id and t.kind = 'SPEND' where a.kind = 'LIKE' and"
                                        + " a.payment = 'TOKENS'")))
                .allMatch(Boolean::booleanValue);
    }

    /** With the principal, both fees and the inviter's. */
    private long once(String keys) {
        return number("select count(distinct t.ledger_transaction_id) from movement_request r"
                + " join transfer t on t.ledger_transaction_id = r.ledger_transaction_id"
                + " where r.idempotency_key like '" + keys + "' and (select count(*) from ledger_posting p"
                + "  where p.ledger_transaction_id = t.ledger_transaction_id) = 4");
    }

    private boolean equal(String what, long expected, long found) {
        if (expected != found) {
            progress.say("DOES NOT HOLD: " + what + ": expected " + expected + ", found " + found);
        }
        return expected == found;
    }

    private long number(String sql) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new LauncherException("The books cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
