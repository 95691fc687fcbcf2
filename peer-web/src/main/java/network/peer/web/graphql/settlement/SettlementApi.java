package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.identity.Role;
import network.peer.operations.AuditLog;
import network.peer.settlement.ChainGate;
import network.peer.settlement.Conservation;
import network.peer.settlement.IntentState;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.Attempt;
import network.peer.settlement.SettlementQueries.Settlement;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Settlement as operators see it. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class SettlementApi {
    private final SettlementQueries settlements;
    private final Conservation conservation;
    private final AuditLog auditLog;
    private final Caller caller;

    @EJB(lookup = "java:app/peer-chain/ChainGateBean!network.peer.settlement.ChainGate")
    @SuppressWarnings("NullAway.Init")
    private ChainGate chainGate;

    @Inject
    public SettlementApi(SettlementQueries settlements, Conservation conservation, AuditLog auditLog, Caller caller) {
        this.settlements = settlements;
        this.conservation = conservation;
        this.auditLog = auditLog;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SettlementApi() {
        this(null, null, null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlements")
    @Description("What is or was owed on chain, newest first.")
    public SettlementConnection settlements(
            @Name("state") @Nullable @Description("Only those in this state.") IntentState state,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        Page<Settlement> page = settlements.settlements(state, Arguments.page(first, after));
        Map<UUID, List<Attempt>> attempts =
                settlements.attempts(page.items().stream().map(Settlement::id).toList());
        return SettlementConnection.of(page.map(settlement -> SettlementView.of(settlement, attempts)));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlement")
    @Description("What is or was owed on chain for one movement.")
    public SettlementView settlement(@Name("id") @Id @Description("The intent's id.") String id) {
        Settlement settlement = settlements
                .settlement(Arguments.id("id", id))
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no settlement " + id));
        return SettlementView.of(settlement, settlements.attempts(List.of(settlement.id())));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("conservation")
    @Nullable
    @Description("The latest comparison of chain and books; null if there was none yet.")
    public ConservationView conservation() {
        return conservation.latest().map(ConservationView::of).orElse(null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlementFunding")
    @Description("The SOL of the keys that pay on chain, and how long it lasts; asks the chain.")
    public SettlementFundingView settlementFunding() {
        return SettlementFundingView.of(chainGate.feePayers());
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("checkConservation")
    @Description("Compares chain and books now. A difference pauses settlement by itself.")
    public ConservationView checkConservation() {
        ConservationView checked = ConservationView.of(chainGate.checkConservation());
        auditLog.record(caller.id(), "check-conservation", "ALL", checked.holds() ? "holds" : "does not hold");
        return checked;
    }
}
