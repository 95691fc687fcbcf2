/** How ledger transactions become intents; nobody else imports this. */
@NullMarked
package network.peer.settlement.internal;

import org.jspecify.annotations.NullMarked;
