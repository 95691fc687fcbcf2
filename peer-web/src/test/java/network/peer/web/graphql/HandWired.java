package network.peer.web.graphql;

import jakarta.ejb.EJB;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.peer.ledger.LedgerObserver;
import network.peer.mail.MailOutbox;
import network.peer.mail.Mailer;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.time.BusinessClock;

/**
 * The beans of one request, built by their constructors as the container would: so the real schema, the real API classes
 * and the real services answer, without a server. Interceptors are left out: nobody is asked for a role, and all of a
 * request is one transaction. EJBs of other modules are those that were given.
 */
final class HandWired extends CDI<Object> {
    private static final Map<Class<?>, Class<?>> IMPLEMENTATIONS =
            Map.of(LedgerObserver.class, OutboxWriter.class, Mailer.class, MailOutbox.class);

    private static final ThreadLocal<HandWired> CURRENT = new ThreadLocal<>();

    static {
        CDI.setCDIProvider(CURRENT::get);
    }

    private final Map<Class<?>, Object> beans = new HashMap<>();

    /** From now on the beans of this thread. */
    HandWired(EntityManager entities, Clock clock) {
        EntityManager forgetful = forgetful(entities);
        beans.put(EntityManager.class, forgetful);
        beans.put(BusinessClock.class, new BusinessClock(forgetful, clock));
        CURRENT.set(this);
    }

    <T> HandWired with(Class<T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    <T> T bean(Class<T> type) {
        Object bean = beans.get(type);
        if (bean == null) {
            bean = build(IMPLEMENTATIONS.getOrDefault(type, type));
            beans.put(type, bean);
        }
        return type.cast(bean);
    }

    /** In the container each call of a service has a persistence context of its own: nothing is answered from an earlier one. */
    private static EntityManager forgetful(EntityManager entities) {
        return proxy(EntityManager.class, (method, arguments) -> {
            entities.clear();
            return method.invoke(entities, arguments);
        });
    }

    private Object build(Class<?> type) {
        try {
            Constructor<?> constructor = Stream.of(type.getDeclaredConstructors())
                    .filter(one -> one.isAnnotationPresent(Inject.class) || one.getParameterCount() == 0)
                    .max((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount()))
                    .orElseThrow(() -> new IllegalStateException("nothing says how to make a " + type));
            constructor.setAccessible(true);
            Object bean = constructor.newInstance(
                    Stream.of(constructor.getParameterTypes()).map(this::bean).toArray());
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(EJB.class) && beans.containsKey(field.getType())) {
                    field.setAccessible(true);
                    field.set(bean, bean(field.getType()));
                }
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no " + type, e);
        }
    }

    private interface Handler {
        Object handle(java.lang.reflect.Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                HandWired.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.handle(method, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    @Override
    @SuppressWarnings("unchecked") // what is made for a type is an instance of that type
    public <U> Instance<U> select(Class<U> type, Annotation... qualifiers) {
        Supplier<U> bean = () -> bean(type);
        return proxy(Instance.class, (method, arguments) -> switch (method.getName()) {
            case "get" -> bean.get();
            case "isResolvable" -> true;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    @Override
    public BeanManager getBeanManager() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instance<Object> select(Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U> Instance<U> select(TypeLiteral<U> type, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isUnsatisfied() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAmbiguous() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroy(Object instance) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Handle<Object> getHandle() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<? extends Handle<Object>> handles() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object get() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterator<Object> iterator() {
        throw new UnsupportedOperationException();
    }
}
