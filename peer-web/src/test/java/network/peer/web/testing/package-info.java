/** What tests of servlets need in place of a container. */
@NullMarked
package network.peer.web.testing;

import org.jspecify.annotations.NullMarked;
