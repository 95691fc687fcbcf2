/** The double-entry ledger: accounts, immutable transactions of postings, balances and reservations. */
@NullMarked
package network.peer.ledger;

import org.jspecify.annotations.NullMarked;
