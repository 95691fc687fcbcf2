package network.peer.web.graphql.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.PublicUsers;
import network.peer.identity.PublicUsers.PublicUser;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.PublicUserView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Other users, as everybody may see them. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class PublicUserApi {
    private final PublicUsers users;

    @Inject
    public PublicUserApi(PublicUsers users) {
        this.users = users;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected PublicUserApi() {
        this(null);
    }

    @AllowedRoles({Role.USER, Role.MODERATOR})
    @Query("userByName")
    @Description("The user with exactly this name, so that tokens can be sent to somebody; upper and lower case are the"
            + " same. Nobody has the name of a deleted account.")
    public PublicUserView userByName(@Name("userName") @Description("The whole name.") String userName) {
        PublicUser user = users.byName(userName);
        return PublicUserView.of(user.id(), user.userName());
    }
}
