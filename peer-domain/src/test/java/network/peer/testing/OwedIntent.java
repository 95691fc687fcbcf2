package network.peer.testing;

import java.util.List;
import java.util.UUID;
import network.peer.settlement.IntentKind;
import network.peer.settlement.PayableLeg;

/**
 * What a test owes.
 *
 * @param batchKey the reward day of a payout, else the ledger transaction's id
 */
public record OwedIntent(UUID id, IntentKind kind, String batchKey, List<PayableLeg> legs) {
    public OwedIntent {
        legs = List.copyOf(legs);
    }
}
