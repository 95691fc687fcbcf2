/** How movements reach the chain over GraphQL: intents, attempts, and whether chain and books agree. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
