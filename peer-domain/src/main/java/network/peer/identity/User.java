package network.peer.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A person with an account, as seen by that person.
 *
 * @param email empty once the account is deleted
 * @param userName empty once the account is deleted
 * @param verified whether the e-mail address was proven; before that one may read but not act
 * @param referralCode what others register with to make this user their inviter
 */
public record User(
        UUID id,
        String email,
        String userName,
        UserStatus status,
        boolean verified,
        Set<Role> roles,
        String referralCode,
        Instant createdAt) {
    public User {
        roles = Set.copyOf(roles);
    }
}
