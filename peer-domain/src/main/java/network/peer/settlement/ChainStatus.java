package network.peer.settlement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether settlement can work.
 *
 * @param keystoreProblem null if the keystore is open
 * @param identityProblem null if the endpoints serve the recorded chain and the recorded mint is ours
 */
public record ChainStatus(
        @Nullable String keystoreProblem, @Nullable String identityProblem, List<EndpointStatus> endpoints) {
    public ChainStatus {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * One endpoint.
     *
     * @param name without credentials
     * @param problem null if it answers and is healthy
     */
    public record EndpointStatus(String name, @Nullable String problem) {}

    public boolean isReady() {
        return keystoreProblem == null
                && identityProblem == null
                && endpoints.stream().anyMatch(endpoint -> endpoint.problem() == null);
    }
}
