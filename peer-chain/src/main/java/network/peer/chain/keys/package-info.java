/**
 * Keys that can only sign: Ed25519 by Bouncy Castle, wallets derived from a master seed, and the sealed keystore. No
 * key material leaves this package.
 */
@NullMarked
package network.peer.chain.keys;

import org.jspecify.annotations.NullMarked;
