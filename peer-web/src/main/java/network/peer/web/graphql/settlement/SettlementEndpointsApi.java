package network.peer.web.graphql.settlement;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.identity.Role;
import network.peer.settlement.ChainGate;
import network.peer.settlement.EndpointQuorum;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Which nodes of the chain have a voice. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class SettlementEndpointsApi {
    private static final String NAME = "The endpoint's name, as settlementEndpoints gives it.";
    private static final String REASON = "Why, up to 1000 characters; it goes into the audit log.";

    private final EndpointQuorum quorum;
    private final Caller caller;

    @EJB(lookup = "java:app/peer-chain/ChainGateBean!network.peer.settlement.ChainGate")
    @SuppressWarnings("NullAway.Init")
    private ChainGate chainGate;

    @Inject
    public SettlementEndpointsApi(EndpointQuorum quorum, Caller caller) {
        this.quorum = quorum;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SettlementEndpointsApi() {
        this(null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlementEndpoints")
    @Description("The nodes of the chain that are configured, and whether they have a voice.")
    public SettlementEndpointsView settlementEndpoints() {
        return SettlementEndpointsView.of(chainGate.endpointNames(), quorum.exclusions());
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("excludeEndpoint")
    @Description(
            "Takes the voice from a node that is dead for good: what is left decides what is final and what is absent."
                    + " Two must be left.")
    public SettlementEndpointsView excludeEndpoint(
            @Name("endpoint") @Description(NAME) String endpoint, @Name("reason") @Description(REASON) String reason) {
        quorum.exclude(caller.id(), endpoint, chainGate.endpointNames(), reason);
        return settlementEndpoints();
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("readmitEndpoint")
    @Description("Gives a node its voice back; one that has it keeps it.")
    public SettlementEndpointsView readmitEndpoint(
            @Name("endpoint") @Description(NAME) String endpoint, @Name("reason") @Description(REASON) String reason) {
        quorum.readmit(caller.id(), endpoint, reason);
        return settlementEndpoints();
    }
}
