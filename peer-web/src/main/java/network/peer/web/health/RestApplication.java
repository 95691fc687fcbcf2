package network.peer.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/**
 * The module's REST part, which is health only, and the place where MicroProfile JWT is switched on for the whole
 * module: both servers look for {@code @LoginConfig} here.
 */
@ApplicationScoped
@ApplicationPath("/health")
@LoginConfig(authMethod = "MP-JWT", realmName = "peer")
public class RestApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(HealthResource.class);
    }
}
