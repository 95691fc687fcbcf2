package network.peer.web.graphql.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.Role;
import network.peer.identity.UserAdministration;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** What ADMINs do with users; all of it goes into the audit log, deeds with their reason. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class UserAdministrationApi {
    private static final String USER_ID = "The user's id.";
    private static final String REASON = "Why, for the audit log; 1 to 500 characters.";

    private final UserAdministration administration;
    private final Caller caller;

    @Inject
    public UserAdministrationApi(UserAdministration administration, Caller caller) {
        this.administration = administration;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected UserAdministrationApi() {
        this(null, null);
    }

    @AllowedRoles(Role.ADMIN)
    @Query("account")
    @Description("Any account, by its id; the audit log keeps who looked.")
    public AccountView account(@Name("id") @Id @Description(USER_ID) String id) {
        return AccountView.of(administration.byId(caller.id(), Arguments.id("id", id)));
    }

    @AllowedRoles(Role.ADMIN)
    @Query("accountByEmail")
    @Description("Any account, by its e-mail address; the audit log keeps who looked.")
    public AccountView accountByEmail(@Name("email") @Description("The account's e-mail address.") String email) {
        return administration
                .byEmail(caller.id(), email)
                .map(AccountView::of)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no user with this address"));
    }

    @AllowedRoles(value = Role.ADMIN, verified = true)
    @Mutation("grantRole")
    @Description(
            "Gives a user one more role; it counts from the user's next access token on. An AUDITOR changes nothing"
                    + " any more, whatever the other roles are.")
    public AccountView grantRole(
            @Name("userId") @Id @Description(USER_ID) String userId,
            @Name("role") @Description("The role to give.") Role role,
            @Name("reason") @Description(REASON) String reason) {
        return AccountView.of(administration.grantRole(caller.id(), Arguments.id("userId", userId), role, reason));
    }

    @AllowedRoles(value = Role.ADMIN, verified = true)
    @Mutation("revokeRole")
    @Description("Takes a role away, at once. Not USER, which everyone has, and not one's own ADMIN.")
    public AccountView revokeRole(
            @Name("userId") @Id @Description(USER_ID) String userId,
            @Name("role") @Description("The role to take away.") Role role,
            @Name("reason") @Description(REASON) String reason) {
        return AccountView.of(administration.revokeRole(caller.id(), Arguments.id("userId", userId), role, reason));
    }

    @AllowedRoles(value = Role.ADMIN, verified = true)
    @Mutation("suspendUser")
    @Description("Suspends a user and ends every session and service token, at once.")
    public AccountView suspendUser(
            @Name("userId") @Id @Description(USER_ID) String userId,
            @Name("reason") @Description(REASON) String reason) {
        return AccountView.of(administration.suspend(caller.id(), Arguments.id("userId", userId), reason));
    }

    @AllowedRoles(value = Role.ADMIN, verified = true)
    @Mutation("reinstateUser")
    @Description("Ends a suspension; the user logs in again.")
    public AccountView reinstateUser(
            @Name("userId") @Id @Description(USER_ID) String userId,
            @Name("reason") @Description(REASON) String reason) {
        return AccountView.of(administration.reinstate(caller.id(), Arguments.id("userId", userId), reason));
    }
}
