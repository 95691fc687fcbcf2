package network.peer.web.graphql.operations;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.Role;
import network.peer.operations.AuditLog;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** What was done with the powers of a role, for those who look after those who have them. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class AuditApi {
    private final AuditLog auditLog;

    @Inject
    public AuditApi(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected AuditApi() {
        this(null);
    }

    @AllowedRoles({Role.ADMIN, Role.AUDITOR})
    @Query("auditLog")
    @Description("What ADMINs, OPERATORs and MODERATORs did, newest first.")
    public AuditEntryConnection auditLog(
            @Name("actorId") @Id @Nullable @Description("Only what this user did.") String actorId,
            @Name("subject") @Nullable @Description("Only what was done to this, such as a user's id.") String subject,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return AuditEntryConnection.of(
                auditLog.newestFirst(Arguments.optionalId("actorId", actorId), subject, Arguments.page(first, after))
                        .map(AuditEntryView::of));
    }
}
