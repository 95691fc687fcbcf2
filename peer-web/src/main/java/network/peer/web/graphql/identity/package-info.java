/** Accounts and sessions over GraphQL: registering, verifying, logging in, and one's own profile. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.identity;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
