package network.peer.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The product's database by the product's role, from the same environment variables. */
public class BenchDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(null, null);
    }

    /** What the server passes is ignored, as in the product. */
    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        setUrl(System.getenv("PEER_DB_URL"));
        return super.getConnection(System.getenv("PEER_DB_USER"), System.getenv("PEER_DB_PASSWORD"));
    }
}
