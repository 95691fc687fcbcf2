package network.peer.settlement;

import java.util.UUID;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * One effect of an intent on chain, frozen when the movement was committed.
 *
 * @param fromWalletId null for a mint
 * @param toWalletId null for a burn
 * @param ledgerPostingId null for a NET, whose legs stand for those of its members, and for a MIGRATION
 */
public record Leg(
        Instruction instruction,
        @Nullable UUID fromWalletId,
        @Nullable UUID toWalletId,
        TokenAmount amount,
        @Nullable UUID ledgerPostingId) {

    /** The token instruction that a leg becomes. */
    public enum Instruction {
        MINT,
        TRANSFER,
        BURN
    }
}
