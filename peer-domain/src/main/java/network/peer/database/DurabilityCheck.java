package network.peer.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Refuses a PostgreSQL that forgets what it has committed: after a crash it would let a payout be signed twice. */
final class DurabilityCheck {
    private static final List<String> NEEDED = List.of("fsync", "synchronous_commit", "full_page_writes");

    private DurabilityCheck() {}

    /** @throws IllegalStateException naming every setting that is off */
    static void require(Connection connection) throws SQLException {
        List<String> off = new ArrayList<>();
        for (String setting : NEEDED) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("show " + setting)) {
                rows.next();
                if (rows.getString(1).equals("off")) {
                    off.add(setting);
                }
            }
        }
        if (!off.isEmpty()) {
            throw new IllegalStateException("this PostgreSQL may lose what it has committed: turn on "
                    + String.join(", ", off) + ", or set peer.mode=development");
        }
    }
}
