package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.Role;
import network.peer.settlement.ReconciliationQueries;
import network.peer.settlement.RecoveryQueries;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** What reconciliations and rebuilds from the chain found; the former are started as batch jobs, the latter by a command. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class ReconciliationApi {
    private final ReconciliationQueries reconciliations;
    private final RecoveryQueries recoveries;

    @Inject
    public ReconciliationApi(ReconciliationQueries reconciliations, RecoveryQueries recoveries) {
        this.reconciliations = reconciliations;
        this.recoveries = recoveries;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ReconciliationApi() {
        this(null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("reconciliations")
    @Description("All comparisons of every wallet and the supply with the chain, newest first.")
    public ReconciliationConnection reconciliations(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return ReconciliationConnection.of(
                reconciliations.newestFirst(Arguments.page(first, after)).map(ReconciliationView::of));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("reconciliationDifferences")
    @Description("What a reconciliation found, in the order in which it was found.")
    public ReconciliationDifferenceConnection reconciliationDifferences(
            @Name("reconciliationId") @Id @Description("The reconciliation's id.") String reconciliationId,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return ReconciliationDifferenceConnection.of(reconciliations
                .differences(Arguments.id("reconciliationId", reconciliationId), Arguments.page(first, after))
                .map(ReconciliationDifferenceView::of));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("recoveryFindings")
    @Description("What rebuilds from the chain could not put right by themselves, newest first.")
    public RecoveryFindingConnection recoveryFindings(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return RecoveryFindingConnection.of(
                recoveries.findings(Arguments.page(first, after)).map(RecoveryFindingView::of));
    }
}
