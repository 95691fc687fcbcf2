/** Batch jobs over GraphQL, for OPERATORs and AUDITORs. */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.operations;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
