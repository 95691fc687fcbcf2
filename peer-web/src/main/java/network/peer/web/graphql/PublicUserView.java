package network.peer.web.graphql;

import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A user as everybody may see one. */
@Type("PublicUser")
@Description("A user as everybody may see one.")
public record PublicUserView(
        @Id @Description("The user's id.") String id,

        @Description("The user's name; empty once the account is deleted.")
        String userName) {
    public static PublicUserView of(UUID id, String userName) {
        return new PublicUserView(id.toString(), userName);
    }
}
