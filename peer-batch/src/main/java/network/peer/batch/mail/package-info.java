/** The beat at which mail is written and leaves, and at which what has expired is forgotten. */
@NullMarked
package network.peer.batch.mail;

import org.jspecify.annotations.NullMarked;
