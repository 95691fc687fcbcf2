/** The ledger's tables; nobody else imports this. */
@NullMarked
package network.peer.ledger.internal;

import org.jspecify.annotations.NullMarked;
