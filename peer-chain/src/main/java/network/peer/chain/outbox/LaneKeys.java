package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import network.peer.chain.keys.Signer;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.PayableLeg;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletKey;

/**
 * Who pays the fees in a lane, and who signs for the wallets that it debits. In a mint lane the mint's authority pays,
 * so that one signature is enough.
 *
 * @param wallets asked only for wallets that an intent debits
 */
public record LaneKeys(Signer feePayer, Function<WalletKey, Signer> wallets) {

    /** The fee payer first, then each debited wallet once. */
    List<Signer> signers(List<ClaimedIntent> intents) {
        Map<PublicKey, Signer> signers = new LinkedHashMap<>();
        signers.put(feePayer.publicKey(), feePayer);
        for (ClaimedIntent intent : intents) {
            for (PayableLeg leg : intent.legs()) {
                WalletKey from = leg.from();
                if (from != null) {
                    signers.computeIfAbsent(from.address(), address -> wallets.apply(from));
                }
            }
        }
        return new ArrayList<>(signers.values());
    }
}
