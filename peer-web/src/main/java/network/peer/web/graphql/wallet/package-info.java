/** The caller's wallet, balance, allowance and history over GraphQL: the money part of {@code me}. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
