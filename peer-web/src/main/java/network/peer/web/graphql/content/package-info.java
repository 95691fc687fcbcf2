/** Posts, comments and the actions on them over GraphQL. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.content;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
