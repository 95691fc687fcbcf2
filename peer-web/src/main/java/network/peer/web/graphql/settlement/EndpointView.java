package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.EndpointQuorum.Exclusion;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One configured node of the chain. */
@Type("Endpoint")
@Description("A configured node of the chain.")
public record EndpointView(
        @Description("Scheme, host and port.") String name,

        @Description("Whether it has a voice in what is final and what is absent.")
        boolean inQuorum,

        @Nullable @Description("Why it was taken out; null if it has a voice.")
        String exclusionReason,

        @Nullable @Id @Description("The operator who took it out; null if it has a voice.")
        String excludedById,

        @Nullable @Description("When it was taken out; null if it has a voice.")
        Instant excludedAt) {
    static EndpointView of(String name, @Nullable Exclusion exclusion) {
        return exclusion == null
                ? new EndpointView(name, true, null, null, null)
                : new EndpointView(
                        name, false, exclusion.reason(), exclusion.excludedBy().toString(), exclusion.excludedAt());
    }
}
