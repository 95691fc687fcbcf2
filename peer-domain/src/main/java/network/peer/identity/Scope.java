package network.peer.identity;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a service token may do: read or write with one of its owner's roles. Writing does not include reading. There is
 * none for ADMIN: users, roles and tokens are managed in person.
 */
public enum Scope {
    /** Everything that a user sees. */
    USER_READ(Role.USER, false),
    /** Everything that a user does, except with the account itself. */
    USER_WRITE(Role.USER, true),
    /** Hide content. */
    MODERATOR_WRITE(Role.MODERATOR, true),
    /** See jobs and settlement. */
    OPERATOR_READ(Role.OPERATOR, false),
    /** Run jobs, decide about settlement. */
    OPERATOR_WRITE(Role.OPERATOR, true),
    /** See everything about money. */
    AUDITOR_READ(Role.AUDITOR, false);

    private final Role role;
    private final boolean writes;

    Scope(Role role, boolean writes) {
        this.role = role;
        this.writes = writes;
    }

    public Role role() {
        return role;
    }

    /** The roles with which these scopes allow to read, or to write. */
    public static Set<Role> roles(Set<Scope> scopes, boolean writing) {
        return Arrays.stream(values())
                .filter(scope -> scope.writes == writing && scopes.contains(scope))
                .map(Scope::role)
                .collect(Collectors.toUnmodifiableSet());
    }
}
