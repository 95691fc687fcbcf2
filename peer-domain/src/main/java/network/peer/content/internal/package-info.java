/** Entities and statements of the content feature. */
@NullMarked
package network.peer.content.internal;

import org.jspecify.annotations.NullMarked;
