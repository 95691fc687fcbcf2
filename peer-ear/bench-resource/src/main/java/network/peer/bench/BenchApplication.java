package network.peer.bench;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** Verifies the product's access tokens by the keys that the product shows, see {@code mp.jwt.verify.*}. */
@ApplicationScoped
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
public class BenchApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(MeResource.class);
    }
}
