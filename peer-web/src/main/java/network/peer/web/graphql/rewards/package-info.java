/** Reward days, their pool and who got what, over GraphQL. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.rewards;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
