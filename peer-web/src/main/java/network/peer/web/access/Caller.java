package network.peer.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Accounts;
import network.peer.identity.Role;
import network.peer.identity.Scope;
import network.peer.identity.ServiceToken;
import network.peer.identity.User;
import org.jspecify.annotations.Nullable;

/**
 * The user for whom this request speaks, by an access token or by a service token. The credential says who and how far;
 * the account, read once a request, says whether that still holds: a suspension, a withdrawn role, the end of a session
 * work at once.
 */
@RequestScoped
public class Caller {
    private final Accounts accounts;
    private @Nullable UUID subject;
    private @Nullable UUID sessionId;
    private Set<String> groups = Set.of();
    private @Nullable Set<Scope> scopes;
    private @Nullable User user;

    @Inject
    public Caller(Accounts accounts) {
        this.accounts = accounts;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected Caller() {
        this.accounts = null;
    }

    /** Called once, with what the verified access token says. */
    public void authenticated(UUID subject, UUID sessionId, Set<String> groups) {
        this.subject = subject;
        this.sessionId = sessionId;
        this.groups = Set.copyOf(groups);
    }

    /** Called once, with what the service token stands for. */
    public void authenticated(ServiceToken.Bearer bearer) {
        this.subject = bearer.user().id();
        this.user = bearer.user();
        this.scopes = bearer.scopes();
    }

    /** Who the credential says it is, if there was one. */
    public Optional<UUID> known() {
        return Optional.ofNullable(subject);
    }

    /** @throws BusinessException UNAUTHENTICATED if there was no token, or its user is no longer known */
    public UUID id() {
        if (subject == null) {
            throw unauthenticated();
        }
        return subject;
    }

    /** @throws BusinessException UNAUTHENTICATED, as {@link #id()}, and if the session has ended */
    public User user() {
        User known = user;
        if (known == null) {
            known = load(id());
            user = known;
        }
        return known;
    }

    /** Whether a person who logged in calls, and not a machine. */
    public boolean isInPerson() {
        return scopes == null;
    }

    /** The roles that both the account has and the credential allows to read with, or to write with. */
    public Set<Role> roles(boolean writing) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Set<Scope> granted = scopes;
        for (Role role : user().roles()) {
            boolean allowed = granted == null
                    ? groups.contains(role.name())
                    : Scope.roles(granted, writing).contains(role);
            if (allowed) {
                roles.add(role);
            }
        }
        return roles;
    }

    private User load(UUID id) {
        UUID session = sessionId;
        if (session == null) {
            throw unauthenticated();
        }
        try {
            return accounts.bySession(id, session);
        } catch (BusinessException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning(), e);
            }
            throw e;
        }
    }

    private static BusinessException unauthenticated() {
        return new BusinessException(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.meaning());
    }
}
