/**
 * Subscriptions over WebSocket, protocol {@code graphql-transport-ws}: a field shows a state that is read from the
 * database, and its subscribers are told when it is another one than they know. Knows nothing of GraphQL itself.
 */
@NullMarked
package network.peer.web.subscriptions;

import org.jspecify.annotations.NullMarked;
