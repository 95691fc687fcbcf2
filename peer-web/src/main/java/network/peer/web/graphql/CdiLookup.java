package network.peer.web.graphql;

import io.smallrye.graphql.spi.LookupService;
import io.smallrye.graphql.spi.ManagedInstance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the API classes as CDI beans, through their proxies, so that interceptors work. SmallRye's own one asks the bean
 * container of the wrong archive on WildFly (WELD-001334). All API classes have a scope of their own, so nothing has to
 * be destroyed after use.
 */
public final class CdiLookup implements LookupService {
    /** The proxies, by class: to find one takes longer than to call it. */
    private final Map<Class<?>, Object> beans = new ConcurrentHashMap<>();

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
        T bean = declaringClass.cast(beans.computeIfAbsent(
                declaringClass, type -> CDI.current().select(type).get()));
        return () -> bean;
    }

    @Override
    public boolean isResolvable(Class<?> declaringClass) {
        return CDI.current().select(declaringClass).isResolvable();
    }
}
