package network.peer.chain.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction would do.
 *
 * @param error the {@code err} as JSON text; null means it would succeed
 */
public record SimulationResult(long contextSlot, @Nullable String error, List<String> logs, long unitsConsumed) {
    public SimulationResult {
        logs = List.copyOf(logs);
    }

    public boolean wouldFail() {
        return error != null;
    }
}
