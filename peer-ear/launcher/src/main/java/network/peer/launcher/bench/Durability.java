package network.peer.launcher.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;

/** What a benchmark's first line says of the database. */
public final class Durability {
    private Durability() {}

    public static String of(Database database) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('fsync'), current_setting('synchronous_commit')")) {
            row.next();
            return "PostgreSQL with fsync " + row.getString(1) + ", synchronous_commit " + row.getString(2);
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
