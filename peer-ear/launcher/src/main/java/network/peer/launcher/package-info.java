/**
 * Runs the whole product on one machine: PostgreSQL, a local Solana and an application server with the EAR. Used by
 * {@code mvn -Prun}, by the system tests and, as {@code peer-admin.jar}, for the commands of a real installation.
 */
@NullMarked
package network.peer.launcher;

import org.jspecify.annotations.NullMarked;
