package network.peer.wallet;

import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Which key signs for a wallet of ours, and the address that it must have.
 *
 * @param derivationIndex of a user's wallet; null for RESERVE and TREASURY
 */
public record WalletKey(WalletRole role, @Nullable Long derivationIndex, PublicKey address) {}
