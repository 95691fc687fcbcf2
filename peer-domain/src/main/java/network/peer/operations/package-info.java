/** What operators see and do: runs of batch jobs and the audit log. Knows no other feature. */
@NullMarked
package network.peer.operations;

import org.jspecify.annotations.NullMarked;
