package network.peer.database;

import java.sql.Connection;
import java.sql.SQLException;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The application role's data source, bound by the servers as {@code java:app/jdbc/peer}. It asks {@link Setting} for
 * URL, user and password whenever a connection is opened, so the EAR carries none of them; what a server passes is
 * ignored, because WildFly passes an empty user.
 */
public class PeerDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    @Override
    public void setUser(@Nullable String user) {
        if (user != null && !user.isBlank()) {
            super.setUser(user);
        }
    }

    @Override
    public void setPassword(@Nullable String password) {
        if (password != null && !password.isBlank()) {
            super.setPassword(password);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(null, null);
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        setUrl(Setting.DB_URL.value());
        // A refused row may hold a password hash or an address; PostgreSQL would repeat it in the exception's message.
        setLogServerErrorDetail(false);
        setTcpKeepAlive(true);
        return HealingConnection.over(() -> IdleTransactions.areEnded(
                super.getConnection(
                        orElse(user, Setting.DB_USER.value()), orElse(password, Setting.DB_PASSWORD.value())),
                IdleTransactions.LONGEST));
    }

    private static String orElse(@Nullable String given, String setting) {
        return given == null || given.isBlank() ? setting : given;
    }
}
