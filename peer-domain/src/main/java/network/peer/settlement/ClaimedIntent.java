package network.peer.settlement;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletKey;

/**
 * An intent that a worker holds.
 *
 * @param batchKey what the memo names: the reward day of a payout, the window of a NET, else the ledger transaction
 * @param attempts how many attempts it was part of before
 * @param awaitsCredits whether a wallet that it debits has earlier credits that are not final on chain
 */
public record ClaimedIntent(
        UUID id, IntentKind kind, String batchKey, int attempts, boolean awaitsCredits, List<PayableLeg> legs) {
    public ClaimedIntent {
        legs = List.copyOf(legs);
    }

    /** The wallets that it debits. */
    public Set<PublicKey> debited() {
        return legs.stream()
                .flatMap(leg -> Stream.ofNullable(leg.from()))
                .map(WalletKey::address)
                .collect(Collectors.toSet());
    }
}
