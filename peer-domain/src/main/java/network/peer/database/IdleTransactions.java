package network.peer.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Ends what holds locks and does nothing: a node that froze, or that the network lost, inside a transaction would
 * otherwise keep its lanes and attempts from the others for as long as its connection seems to be alive.
 */
final class IdleTransactions {
    /** No transaction waits for anything but the database, so a minute is a node that is gone. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private IdleTransactions() {}

    /** From now on the database ends the session when a transaction of it is idle for so long. @return the session */
    static Connection areEnded(Connection session, Duration longest) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("set idle_in_transaction_session_timeout = " + longest.toMillis());
        }
        return session;
    }
}
