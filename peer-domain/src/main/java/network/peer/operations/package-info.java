/** What operators see and do: runs of batch jobs, the audit log, and traces of what is asked. Knows no other feature. */
@NullMarked
package network.peer.operations;

import org.jspecify.annotations.NullMarked;
