/**
 * Starting, watching and continuing batch jobs on any of the servers. The only package that talks to the batch runtime;
 * what a job does is decided by the services of the domain.
 */
@NullMarked
package network.peer.batch;

import org.jspecify.annotations.NullMarked;
