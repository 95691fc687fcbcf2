package network.peer.wallet;

import java.util.UUID;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A wallet of ours.
 *
 * @param userId its user; null for RESERVE and TREASURY
 * @param derivationIndex n in m/44'/501'/n'/0'; null for RESERVE and TREASURY, which have keys of their own, and until the
 *     database was compared with the chain
 * @param address null until the chain module has derived it, moments after the wallet was opened
 * @param chainState of a USER wallet; RESERVE and TREASURY are ON_CHAIN always
 */
public record Wallet(
        UUID id,
        WalletRole role,
        @Nullable UUID userId,
        @Nullable Long derivationIndex,
        @Nullable PublicKey address,
        ChainState chainState) {}
