package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import network.peer.identity.Role;
import network.peer.tokenomics.Tokenomics;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Anyone;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** The figures, open to everybody; new ones are scheduled by an ADMIN. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class TokenomicsApi {
    private final Tokenomics tokenomics;
    private final Caller caller;

    @Inject
    public TokenomicsApi(Tokenomics tokenomics, Caller caller) {
        this.tokenomics = tokenomics;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected TokenomicsApi() {
        this(null, null);
    }

    @Anyone
    @Query("tokenomics")
    @Description("The figures of the token economy in force now.")
    public TokenomicsView tokenomics() {
        return TokenomicsView.of(tokenomics.current());
    }

    @AllowedRoles({Role.ADMIN, Role.AUDITOR})
    @Query("tokenomicsVersions")
    @Description("All versions of the figures, newest first, those that are not in force yet among them.")
    public TokenomicsConnection tokenomicsVersions(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return TokenomicsConnection.of(
                tokenomics.versions(Arguments.page(first, after)).map(TokenomicsView::of));
    }

    @AllowedRoles(value = Role.ADMIN, verified = true)
    @Mutation("scheduleTokenomics")
    @Description("Schedules the next version of the figures. Past days keep theirs, and a version is never edited.")
    public TokenomicsView scheduleTokenomics(
            @Name("validFrom")
                    @Description("From then on it holds. Pool, gem weights and limits change at 00:00 UTC only.")
                    Instant validFrom,
            @Name("change") @Description("What changes.") TokenomicsChangeInput change,
            @Name("reason") @Description("Why, up to 500 characters; it goes into the audit log.") String reason) {
        return TokenomicsView.of(tokenomics.schedule(caller.id(), validFrom, change.toChange(), reason));
    }
}
