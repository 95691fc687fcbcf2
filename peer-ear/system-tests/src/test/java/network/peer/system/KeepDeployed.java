package network.peer.system;

import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Keeps the EAR on the server from one test class to the next. Arquillian undeploys after each class whatever is deployed,
 * also what it does not manage.
 */
public final class KeepDeployed implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Keeper.class);
    }

    /** Stands before the observer that would undeploy, and does not let the event pass. */
    public static final class Keeper {
        public void keep(@Observes(precedence = 1000) EventContext<UnDeployManagedDeployments> undeploy) {
            // The server is stopped with everything on it when this JVM ends.
        }
    }
}
