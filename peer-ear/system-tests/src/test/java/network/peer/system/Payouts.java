package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import network.peer.launcher.Database;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Polling;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.testing.TestDatabase.Role;
import network.peer.token.TokenAmount;

/** Payouts that a test puts into the books of a running system, and what the chain itself says became of them. */
final class Payouts implements AutoCloseable {
    static final int RECIPIENTS = 12;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TokenAmount PAY = TokenAmount.ofPeer(11);

    private final PeerStack stack;
    private final LocalnetControl chain;
    private final List<Holder> paid = new ArrayList<>();
    private TestDatabase database;
    private LocalDate day = LocalDate.parse("2026-01-01");

    Payouts(PeerStack stack, LocalnetControl chain) {
        this.stack = stack;
        this.chain = chain;
        this.database = connect();
    }

    /** New users are owed something for a day of their own. */
    void owe() {
        day = day.plusDays(1);
        database.runInTransaction(em -> {
            Holder[] holders = new Holder[RECIPIENTS];
            for (int i = 0; i < RECIPIENTS; i++) {
                holders[i] = Holders.aHolder(em);
            }
            Holders.pay(em, day, PAY, holders);
            paid.addAll(List.of(holders));
        });
    }

    /** Judged by the chain alone: the supply, and each wallet's tokens. */
    void assertPaidOnce() {
        awaitSettled();
        assertThat(chain.supplyBaseUnits(mint())).isEqualTo(paid.size() * PAY.baseUnits());
        for (Holder holder : paid) {
            assertThat(chain.tokensOf(address(holder), mint()))
                    .as("tokens of " + holder.userId())
                    .isEqualTo(PAY.baseUnits());
        }
        assertThat(count("ledger_transaction where kind = 'MINT'")).isEqualTo(paid.size() / RECIPIENTS);
    }

    /** Runs the work in one transaction of its own, with the application's role. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> T inTransaction(Function<EntityManager, T> work) {
        return database.inTransaction(work);
    }

    /** A connection that holds the locks of this query until it is rolled back. */
    Connection locked(String sql) throws SQLException {
        Connection connection = database.ownerConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** Until a statement of the server waits for a lock on the table's rows. */
    void awaitBlockedOn(String table) {
        await(
                "a statement waits for a lock on " + table,
                () -> count("pg_stat_activity where wait_event_type = 'Lock' and query like '%" + table + "%'") > 0);
    }

    void awaitSettled() {
        await("every intent is settled", this::isSettled);
    }

    boolean isSettled() {
        return count("settlement_intent where state <> 'SETTLED'") == 0;
    }

    void await(String what, BooleanSupplier condition) {
        if (!Polling.until(PATIENCE, Duration.ofMillis(50), condition)) {
            throw new AssertionError("not within " + PATIENCE + ": " + what);
        }
    }

    long count(String from) {
        return Long.parseLong(text("select count(*) from " + from));
    }

    String text(String sql) {
        try (Connection connection = database.appConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void asOwner(String sql) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** After PostgreSQL's crash: a pool does not outlive it. */
    void reconnect() {
        database.close();
        database = connect();
    }

    @Override
    public void close() {
        database.close();
    }

    private TestDatabase connect() {
        Database connection = stack.database();
        return TestDatabase.at(
                connection.url(),
                new Role(connection.user(), connection.password()),
                new Role(connection.ownerUser(), connection.ownerPassword()));
    }

    String mint() {
        return text("select mint_address from chain_identity");
    }

    private String address(Holder holder) {
        return text("select coalesce(address, 'none yet') from wallet where user_id = '" + holder.userId() + "'");
    }
}
