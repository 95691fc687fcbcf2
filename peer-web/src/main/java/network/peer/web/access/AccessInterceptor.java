package network.peer.web.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Asks {@link AccessControl} before every call of a {@link Guarded} class. */
@Guarded
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class AccessInterceptor {
    private final AccessControl accessControl;

    @Inject
    public AccessInterceptor(AccessControl accessControl) {
        this.accessControl = accessControl;
    }

    @AroundInvoke
    public Object admit(InvocationContext call) throws Exception {
        accessControl.admit(call.getMethod());
        return call.proceed();
    }
}
