package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import org.eclipse.microprofile.graphql.Mutation;

/** Decides whether this request's caller may call a method; a method that does not say to whom it is open is closed. */
@RequestScoped
public class AccessControl {
    private final Caller caller;

    @Inject
    public AccessControl(Caller caller) {
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected AccessControl() {
        this.caller = null;
    }

    /** @throws BusinessException UNAUTHENTICATED, FORBIDDEN or NOT_VERIFIED */
    public void admit(Method operation) {
        if (operation.isAnnotationPresent(Anyone.class)) {
            return;
        }
        AllowedRoles allowed = operation.getAnnotation(AllowedRoles.class);
        if (allowed == null) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "This operation is open to nobody.");
        }
        User user = caller.user();
        if (user.status() == UserStatus.DELETED) {
            throw new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning());
        }
        if (user.status() != UserStatus.ACTIVE) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "The account is not active.");
        }
        boolean writing = operation.isAnnotationPresent(Mutation.class);
        boolean ownAccount = operation.isAnnotationPresent(OwnAccount.class);
        if (Collections.disjoint(caller.roles(writing), List.of(allowed.value()))) {
            throw new BusinessException(ErrorCode.FORBIDDEN, ErrorCode.FORBIDDEN.meaning());
        }
        if (writing && !ownAccount && user.roles().contains(Role.AUDITOR)) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "An AUDITOR changes nothing.");
        }
        if (ownAccount && !caller.isInPerson()) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "This is not for service tokens: log in.");
        }
        if (allowed.verified() && !user.verified()) {
            throw new BusinessException(ErrorCode.NOT_VERIFIED, ErrorCode.NOT_VERIFIED.meaning());
        }
    }
}
