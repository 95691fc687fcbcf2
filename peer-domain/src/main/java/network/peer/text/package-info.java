/** What texts of people have in common, whatever they are for. Uses the JDK only. */
@NullMarked
package network.peer.text;

import org.jspecify.annotations.NullMarked;
