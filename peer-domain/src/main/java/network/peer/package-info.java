/** What every feature shares: the typed refusal and its catalogue of codes. */
@NullMarked
package network.peer;

import org.jspecify.annotations.NullMarked;
