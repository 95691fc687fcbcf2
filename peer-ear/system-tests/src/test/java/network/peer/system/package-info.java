/**
 * Tests of the deployed EAR on an application server, through GraphQL and the local chain only. The server, PostgreSQL
 * and the chain start once for all of them.
 */
@NullMarked
package network.peer.system;

import org.jspecify.annotations.NullMarked;
