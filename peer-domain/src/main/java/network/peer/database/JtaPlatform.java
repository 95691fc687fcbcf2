package network.peer.database;

import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.persistence.platform.server.ServerPlatformBase;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.sessions.ExternalTransactionController;
import org.eclipse.persistence.transaction.AbstractSynchronizationListener;
import org.eclipse.persistence.transaction.JTATransactionController;

/** EclipseLink's view of the application server, the same class on WildFly and on Payara. */
public final class JtaPlatform extends ServerPlatformBase {

    public JtaPlatform(DatabaseSession session) {
        super(session);
        disableRuntimeServices();
    }

    @Override
    public Class<? extends ExternalTransactionController> getExternalTransactionControllerClass() {
        return Controller.class;
    }

    /** Finds the transaction manager under the name that the server at hand gives it. */
    public static final class Controller extends JTATransactionController {

        private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";
        private static final List<String> NAMES =
                List.of("java:jboss/TransactionManager", "java:appserver/TransactionManager");

        /**
         * Interposed, as a resource is: an ordinary synchronization gives its connection back only after WildFly's pool
         * has looked for forgotten ones, which then reports each rollback as an error (IJ000315).
         */
        @Override
        @SuppressWarnings("BanJNDI") // a fixed name, looked up in this server only
        protected void registerSynchronization_impl(AbstractSynchronizationListener listener, Object transaction)
                throws NamingException {
            TransactionSynchronizationRegistry registry =
                    (TransactionSynchronizationRegistry) new InitialContext().lookup(REGISTRY);
            registry.registerInterposedSynchronization((Synchronization) listener);
        }

        @Override
        @SuppressWarnings("BanJNDI") // fixed names, looked up in this server only
        protected TransactionManager acquireTransactionManager() throws NamingException {
            InitialContext context = new InitialContext();
            NamingException failure = new NamingException("no transaction manager under " + NAMES);
            for (String name : NAMES) {
                try {
                    return (TransactionManager) context.lookup(name);
                } catch (NamingException e) {
                    failure.addSuppressed(e);
                }
            }
            throw failure;
        }
    }
}
