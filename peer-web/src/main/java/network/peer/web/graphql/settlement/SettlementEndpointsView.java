package network.peer.web.graphql.settlement;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.peer.settlement.EndpointQuorum.Exclusion;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** The nodes of the chain that settlement asks. */
@Type("SettlementEndpoints")
@Description("The nodes of the chain that settlement asks.")
public record SettlementEndpointsView(
        @Description("All that are configured, in the order of preference.")
        List<@NonNull EndpointView> endpoints) {
    static SettlementEndpointsView of(List<String> names, List<Exclusion> exclusions) {
        Map<String, Exclusion> excluded =
                exclusions.stream().collect(Collectors.toMap(Exclusion::endpoint, Function.identity()));
        return new SettlementEndpointsView(names.stream()
                .map(name -> EndpointView.of(name, excluded.get(name)))
                .toList());
    }
}
