/**
 * A day in the life of the product, played by users who do what people do: over HTTP, through GraphQL, logged in. Only on
 * a local chain and an empty database.
 */
@NullMarked
package network.peer.launcher.demo;

import org.jspecify.annotations.NullMarked;
