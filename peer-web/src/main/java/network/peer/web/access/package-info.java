/**
 * Who calls, and whether they may: access tokens, the caller of a request, and the roles of every operation. Nothing is
 * allowed that does not say to whom. Uses the identity feature of the domain.
 */
@NullMarked
package network.peer.web.access;

import org.jspecify.annotations.NullMarked;
