package network.peer.web.graphql.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import network.peer.identity.LogIns;
import network.peer.identity.Role;
import network.peer.identity.Scope;
import network.peer.identity.ServiceTokens;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.access.OwnAccount;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** The caller's credentials for machines. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class ServiceTokenApi {
    private final ServiceTokens serviceTokens;
    private final LogIns logIns;
    private final Caller caller;

    @Inject
    public ServiceTokenApi(ServiceTokens serviceTokens, LogIns logIns, Caller caller) {
        this.serviceTokens = serviceTokens;
        this.logIns = logIns;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ServiceTokenApi() {
        this(null, null, null);
    }

    @AllowedRoles(Role.USER)
    @Name("serviceTokens")
    @Description("The caller's service tokens, newest first, at most 100, those that have ended too.")
    public List<@NonNull ServiceTokenView> serviceTokens(@Source MeView me) {
        return serviceTokens.of(caller.id()).stream().map(ServiceTokenView::of).toList();
    }

    @OwnAccount
    @AllowedRoles(
            value = {Role.USER, Role.MODERATOR, Role.ADMIN, Role.OPERATOR, Role.AUDITOR},
            verified = true)
    @Mutation("createServiceToken")
    @Description(
            "Makes a credential with which a machine acts for the caller, within the scopes and no further than the"
                    + " caller's roles reach. A new password and a suspension end it.")
    public NewServiceTokenView createServiceToken(
            @Name("password") @Description("The account's password.") String password,
            @Name("name") @Description("What to call it, 1 to 60 characters.") String name,
            @Name("scopes") @Description("What it may do; only with roles that the caller has.")
                    List<@NonNull Scope> scopes,
            @Name("days") @Description("How long it is good, 1 to 365 days.") int days) {
        EnumSet<Scope> wanted = EnumSet.noneOf(Scope.class);
        wanted.addAll(scopes);
        return NewServiceTokenView.of(logIns.createServiceToken(caller.user(), password, name, wanted, days));
    }

    @OwnAccount
    @AllowedRoles({Role.USER, Role.MODERATOR, Role.ADMIN, Role.OPERATOR, Role.AUDITOR})
    @Mutation("revokeServiceToken")
    @Description("Ends a service token of the caller at once.")
    public ServiceTokenView revokeServiceToken(@Name("id") @Id @Description("The token's id.") String id) {
        return ServiceTokenView.of(serviceTokens.revoke(caller.id(), Arguments.id("id", id)));
    }
}
