package network.peer.settlement;

import network.peer.settlement.Leg.Instruction;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * A leg with the addresses of its wallets.
 *
 * @param from null for a mint
 * @param to null for a burn
 */
public record PayableLeg(
        Instruction instruction,
        @Nullable PublicKey from,
        @Nullable PublicKey to,
        TokenAmount amount) {}
