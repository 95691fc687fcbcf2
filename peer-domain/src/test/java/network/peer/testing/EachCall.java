package network.peer.testing;

import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** Gives a service the transactions that the container gives it: each call of its interface runs in one of its own. */
public final class EachCall {
    private EachCall() {}

    /** The service as seen through its interface, built anew around each call's entity manager. */
    public static <T> T inItsOwnTransaction(
            TestDatabase database, Class<T> type, Function<EntityManager, ? extends T> service) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try (EntityManager entities = database.entityManager()) {
                        entities.getTransaction().begin();
                        try {
                            Object result = method.invoke(service.apply(entities), arguments);
                            entities.getTransaction().commit();
                            return result;
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        } finally {
                            if (entities.getTransaction().isActive()) {
                                entities.getTransaction().rollback();
                            }
                        }
                    }
                }));
    }
}
