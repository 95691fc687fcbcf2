package network.peer.web.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mutation concerns nothing but the caller's own account and log-ins: it is also for those who may act no further,
 * such as AUDITORs and users whose address is not proven, and never for a service token.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OwnAccount {}
