/**
 * The key pair that access tokens are signed with, and how the servers learn its public half.
 *
 * <p>It lives in the EAR's library and not in the WAR, because Payara reads the configuration of MicroProfile JWT from
 * there only. Uses nothing but the settings.
 */
@NullMarked
package network.peer.access;

import org.jspecify.annotations.NullMarked;
