package network.peer.launcher.bench;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.launcher.ChainSetup;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;
import network.peer.launcher.Polling;
import network.peer.launcher.Progress;
import network.peer.token.PublicKey;

/** Reads in the product's database how far settlement is. */
final class Outbox {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /** As the database would do by itself a minute later. */
    void analyze() {
        try (Connection connection = database.ownerConnection();
                var statement = connection.createStatement()) {
            statement.execute("analyze");
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    long unsettled() {
        return number("select count(distinct intent_id) from settlement_open_leg");
    }

    /** Asked every second, so it must not count. */
    boolean isSettled() {
        return number("select count(*) from (select 1 from settlement_open_leg limit 1) one") == 0;
    }

    boolean isBooked() {
        return number("select count(*) from (select 1 from settlement_attempt where booked_at is null"
                        + " and state in ('FINALIZED', 'REJECTED') limit 1) one")
                == 0;
    }

    Settled payouts(List<LocalDate> days) {
        return settled(
                "i.kind = 'MINT' and i.batch_key between ? and ?",
                days.get(0).toString(),
                days.get(days.size() - 1).toString());
    }

    Settled movements() {
        return settled("i.kind = 'TRANSFER' and ? <= ?", "", "");
    }

    /** @return what the tables cost the mint authority until all were ready, rent included, in lamports */
    long awaitTables(int recipients, URI rpcUrl, Path home, Progress progress) {
        SolanaRpc rpc = ChainSetup.connect(rpcUrl);
        PublicKey authority =
                ChainSetup.keystore(home).signer(KeyRole.MINT_AUTHORITY).publicKey();
        long balance = rpc.getBalanceLamports(authority, ReadAt.FINALIZED).value();
        long[] nextWord = {System.nanoTime()};
        boolean ready = Polling.until(PATIENCE, Duration.ofMillis(500), () -> {
            long placed = number("select count(*) from settlement_lookup_table_entry e"
                    + " join settlement_lookup_table t on t.address = e.table_address"
                    + " where t.state = 'ACTIVE' and e.place is not null and e.wallet_id is not null");
            if (placed < recipients && System.nanoTime() > nextWord[0]) {
                nextWord[0] += Duration.ofSeconds(10).toNanos();
                progress.say("… " + placed + " recipients have their place in a lookup table");
            }
            return placed >= recipients;
        });
        if (!ready) {
            throw new LauncherException("The lookup tables are not ready after " + PATIENCE.toMinutes() + " minutes.");
        }
        return balance - rpc.getBalanceLamports(authority, ReadAt.FINALIZED).value();
    }

    private Settled settled(String which, String first, String last) {
        String sql = "with paid as (select distinct a.id, a.fee_lamports, a.created_at, a.closed_at"
                + " from settlement_attempt a join settlement_attempt_intent ai on ai.attempt_id = a.id and ai.open"
                + " join settlement_intent i on i.id = ai.intent_id where a.state = 'FINALIZED' and " + which + ")"
                + " select (select count(*) from settlement_intent i where " + which + " and i.state = 'SETTLED'),"
                + " count(*), sum(fee_lamports), extract(epoch from max(closed_at) - min(created_at)) from paid";
        try (Connection connection = database.ownerConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, first);
            statement.setString(2, last);
            statement.setString(3, first);
            statement.setString(4, last);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Settled(row.getLong(1), row.getLong(2), row.getLong(3), row.getDouble(4));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private long number(String sql) {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) {
        try (Connection connection = database.ownerConnection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static LauncherException unreadable(SQLException cause) {
        return new LauncherException("The database cannot be read: " + cause.getMessage() + ".", cause);
    }
}
