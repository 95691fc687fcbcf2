package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Accounts;
import network.peer.identity.Role;
import network.peer.identity.User;
import org.jspecify.annotations.Nullable;

/**
 * The user whose access token came with this request. The token says who and with which roles; the account, read once
 * a request, says whether that still holds: a suspension or a withdrawn role works at once.
 */
@RequestScoped
public class Caller {
    private final Accounts accounts;
    private @Nullable UUID subject;
    private Set<String> groups = Set.of();
    private @Nullable User user;

    @Inject
    public Caller(Accounts accounts) {
        this.accounts = accounts;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Caller() {
        this.accounts = null;
    }

    /** Called once, with what the verified token says. */
    public void authenticated(UUID subject, Set<String> groups) {
        this.subject = subject;
        this.groups = Set.copyOf(groups);
    }

    /** @throws BusinessException UNAUTHENTICATED if there was no token, or its user is no longer known */
    public UUID id() {
        if (subject == null) {
            throw new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning());
        }
        return subject;
    }

    /** @throws BusinessException UNAUTHENTICATED, as {@link #id()} */
    public User user() {
        User known = user;
        if (known == null) {
            known = load(id());
            user = known;
        }
        return known;
    }

    /** The roles that both the token and the account have. */
    public Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : user().roles()) {
            if (groups.contains(role.name())) {
                roles.add(role);
            }
        }
        return roles;
    }

    private User load(UUID id) {
        try {
            return accounts.byId(id);
        } catch (BusinessException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning(), e);
            }
            throw e;
        }
    }
}
