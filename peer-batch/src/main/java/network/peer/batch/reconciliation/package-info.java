/** The job {@code reconciliation}: repeats the steps of the domain's reconciliation and records how far it is. */
@NullMarked
package network.peer.batch.reconciliation;

import org.jspecify.annotations.NullMarked;
