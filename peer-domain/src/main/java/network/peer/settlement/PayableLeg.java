package network.peer.settlement;

import network.peer.settlement.Leg.Instruction;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import org.jspecify.annotations.Nullable;

/**
 * A leg with the addresses of its wallets.
 *
 * @param from who must sign; null for a mint
 * @param to null for a burn
 */
public record PayableLeg(
        Instruction instruction,
        @Nullable WalletKey from,
        @Nullable PublicKey to,
        TokenAmount amount) {}
