package network.peer.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import network.peer.configuration.Setting;

/** A PostgreSQL database with its two roles, as the settings of a server name them. */
public record Database(String url, String user, String password, String ownerUser, String ownerPassword) {

    public Map<String, String> settings() {
        return Map.of(
                Setting.DB_URL.key(), url,
                Setting.DB_USER.key(), user,
                Setting.DB_PASSWORD.key(), password,
                Setting.DB_OWNER_USER.key(), ownerUser,
                Setting.DB_OWNER_PASSWORD.key(), ownerPassword);
    }

    /** A new connection of the owner role. */
    public Connection ownerConnection() throws SQLException {
        return DriverManager.getConnection(url, ownerUser, ownerPassword);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
