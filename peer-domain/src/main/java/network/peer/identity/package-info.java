/**
 * Users: registration, verification, roles and login sessions. Opens each user's ledger account and wallet; who may do
 * what with content or money is decided by the other features, which ask here who somebody is.
 */
@NullMarked
package network.peer.identity;

import org.jspecify.annotations.NullMarked;
