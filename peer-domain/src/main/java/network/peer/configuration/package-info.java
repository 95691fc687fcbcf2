/** Every setting of the product in one catalogue, read from system properties, the environment or secret files. */
@NullMarked
package network.peer.configuration;

import org.jspecify.annotations.NullMarked;
