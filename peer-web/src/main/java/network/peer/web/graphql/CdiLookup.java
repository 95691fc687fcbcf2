package network.peer.web.graphql;

import io.smallrye.graphql.spi.LookupService;
import io.smallrye.graphql.spi.ManagedInstance;
import jakarta.enterprise.inject.spi.CDI;

/**
 * Finds the API classes as CDI beans, through their proxies, so that interceptors work. SmallRye's own one asks the bean
 * container of the wrong archive on WildFly (WELD-001334). All API classes have a scope of their own, so nothing has to
 * be destroyed after use.
 */
public final class CdiLookup implements LookupService {
    @Override
    public String getName() {
        return "peer CDI";
    }

    @Override
    public Class<?> getClass(Class<?> declaringClass) {
        return declaringClass;
    }

    @Override
    public <T> ManagedInstance<T> getInstance(Class<T> declaringClass) {
        T bean = CDI.current().select(declaringClass).get();
        return () -> bean;
    }

    @Override
    public boolean isResolvable(Class<?> declaringClass) {
        return CDI.current().select(declaringClass).isResolvable();
    }
}
