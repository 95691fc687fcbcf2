/** The value types of token and chain; imports nothing but the JDK. */
@NullMarked
package network.peer.token;

import org.jspecify.annotations.NullMarked;
