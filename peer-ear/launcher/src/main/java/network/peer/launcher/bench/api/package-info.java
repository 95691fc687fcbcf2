/**
 * {@code mvn -Pbench -Dbench=api}: the API under load, beside what the database and a hand-written endpoint reach on the
 * same server.
 */
@NullMarked
package network.peer.launcher.bench.api;

import org.jspecify.annotations.NullMarked;
