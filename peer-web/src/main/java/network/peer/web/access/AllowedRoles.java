package network.peer.web.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import network.peer.identity.Role;

/** The operation is for active users with at least one of these roles, and refused to everybody else. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AllowedRoles {
    Role[] value();

    /** Whether the caller's e-mail address must be proven: acting asks for it, reading does not. */
    boolean verified() default false;
}
