package network.peer.web.testing;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A container's timer with one task, whose time comes when the test says so. */
public final class HeldTimer {
    private @Nullable Runnable task;
    private long delayMillis;

    public ManagedScheduledExecutorService service() {
        return (ManagedScheduledExecutorService) proxy(ManagedScheduledExecutorService.class, (called, arguments) -> {
            if (!called.equals("schedule")) {
                throw new UnsupportedOperationException(called);
            }
            task = (Runnable) arguments[0];
            delayMillis = ((TimeUnit) arguments[2]).toMillis((Long) arguments[1]);
            return proxy(ScheduledFuture.class, (ofFuture, none) -> {
                if (!ofFuture.equals("cancel")) {
                    throw new UnsupportedOperationException(ofFuture);
                }
                task = null;
                return true;
            });
        });
    }

    public boolean isSet() {
        return task != null;
    }

    public long delayMillis() {
        return delayMillis;
    }

    /** Its time has come. */
    public void runs() {
        Objects.requireNonNull(task).run();
    }

    private interface Call {
        Object answer(String called, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(
                HeldTimer.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> call.answer(called.getName(), arguments));
    }
}
