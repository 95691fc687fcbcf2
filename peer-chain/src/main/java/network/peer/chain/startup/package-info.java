/**
 * What must be there before any bean of the application works: the data source and the schema. It uses
 * {@code network.peer.database} only.
 */
@NullMarked
package network.peer.chain.startup;

import org.jspecify.annotations.NullMarked;
