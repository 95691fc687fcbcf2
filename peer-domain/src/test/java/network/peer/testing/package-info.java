/** What tests of every module share: a real PostgreSQL. Published as peer-domain's test jar. */
@NullMarked
package network.peer.testing;

import org.jspecify.annotations.NullMarked;
