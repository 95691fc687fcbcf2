/**
 * The keys that access tokens are signed and verified with, and their rotation.
 *
 * <p>They live in the domain and not in the web module, because the administrator's commands rotate them. Uses nothing
 * but the settings.
 */
@NullMarked
package network.peer.access;

import org.jspecify.annotations.NullMarked;
