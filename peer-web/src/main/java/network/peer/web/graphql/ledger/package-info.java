/**
 * The books through GraphQL, for those who check them. Uses the ledger's and settlement's services; nothing here can write.
 */
@NullMarked
@DefaultNonNull
package network.peer.web.graphql.ledger;

import io.smallrye.graphql.api.DefaultNonNull;
import org.jspecify.annotations.NullMarked;
