/** Statements over runs of batch jobs. */
@NullMarked
package network.peer.operations.internal;

import org.jspecify.annotations.NullMarked;
