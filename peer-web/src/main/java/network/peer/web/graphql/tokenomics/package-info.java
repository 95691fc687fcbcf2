/** The figures of the token economy over GraphQL. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
