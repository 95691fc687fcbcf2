package network.peer.settlement;

import java.util.List;
import java.util.UUID;

/**
 * An intent that a worker holds.
 *
 * @param batchKey what the memo names: the reward day of a payout, else the ledger transaction
 * @param attempts how many attempts it was part of before
 */
public record ClaimedIntent(UUID id, IntentKind kind, String batchKey, int attempts, List<PayableLeg> legs) {
    public ClaimedIntent {
        legs = List.copyOf(legs);
    }
}
