/**
 * Messages to users: an outbox that is written in the transaction of the deed, and how messages leave it. Knows no users,
 * only addresses.
 */
@NullMarked
package network.peer.mail;

import org.jspecify.annotations.NullMarked;
