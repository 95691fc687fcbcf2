/**
 * The GraphQL endpoint: one servlet that limits requests, SmallRye behind it, and one mapping from every failure to the
 * catalogue of error codes. The features below it hold the operations; their types are views, never entities.
 */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
