/**
 * How the product reaches PostgreSQL: the data source the servers bind, the persistence unit's transaction platform and
 * entity manager, and the schema migration. It knows no feature; every feature may use it.
 */
@NullMarked
package network.peer.database;

import org.jspecify.annotations.NullMarked;
