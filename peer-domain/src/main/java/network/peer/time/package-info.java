/** Business time: the instant at which the server says something happened. */
@NullMarked
package network.peer.time;

import org.jspecify.annotations.NullMarked;
