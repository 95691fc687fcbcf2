package network.peer.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A connection for a server's pool that outlives its session: when the database has ended the session, it opens
 * another one before the next transaction begins. The pools of both servers keep a dead connection of a data source
 * that an annotation defines, so without this a restart of PostgreSQL would need a restart of the application. Inside a
 * transaction nothing is hidden: its statements and its commit fail, and only its rollback, which the database has done
 * already, succeeds.
 */
final class HealingConnection implements InvocationHandler {

    /** Opens a session. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener opener;
    private Connection session;
    private boolean closed;
    private boolean inTransaction;

    private HealingConnection(Opener opener) throws SQLException {
        this.opener = opener;
        this.session = opener.open();
        DatabaseSessions.opened();
    }

    static Connection over(Opener opener) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                HealingConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new HealingConnection(opener));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "HealingConnection over " + session;
            case "isClosed" -> closed;
            case "close" -> {
                if (!closed) {
                    DatabaseSessions.closed();
                }
                closed = true;
                yield delegate(method, arguments);
            }
            case "rollback" ->
                arguments == null && inTransaction && session.isClosed() ? null : delegate(method, arguments);
            case "setAutoCommit" -> {
                heal();
                Object nothing = delegate(method, arguments);
                inTransaction = arguments != null && Boolean.FALSE.equals(arguments[0]);
                yield nothing;
            }
            default -> {
                if (!inTransaction) {
                    heal();
                }
                yield delegate(method, arguments);
            }
        };
    }

    private void heal() throws SQLException {
        if (!closed && session.isClosed()) {
            session = opener.open();
            DatabaseSessions.healed();
        }
    }

    private @Nullable Object delegate(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            Object result = method.invoke(session, arguments);
            if (result instanceof Statement statement) {
                OperationDeadline.limit(statement);
            }
            return result;
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
