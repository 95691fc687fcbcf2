package network.peer.web.graphql.identity;

import java.time.Instant;
import java.util.List;
import network.peer.identity.Role;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** One's own account; nobody else's data is ever of this type. */
@Type("Me")
@Description("The caller's own account.")
public record MeView(
        @Id @Description("The user's id.") String id,
        @Description("The name that others see.") String userName,

        @Description("The e-mail address, seen by its owner only.")
        String email,

        @Description("Whether the account can be used.") UserStatus status,

        @Description("Whether the e-mail address is proven; before that one may read but not act.")
        boolean verified,

        @Description("What the user may do.") List<@NonNull Role> roles,

        @Description("Whoever registers with this code has this user as inviter.")
        String referralCode,

        @Description("When the account was opened.") Instant createdAt) {
    static MeView of(User user) {
        return new MeView(
                user.id().toString(),
                user.userName(),
                user.email(),
                user.status(),
                user.verified(),
                user.roles().stream().sorted().toList(),
                user.referralCode(),
                user.createdAt());
    }
}
