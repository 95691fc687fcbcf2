/** What keeps a server standing when it is asked for too much: limits of documents, rates, browsers of other sites. */
@NullMarked
package network.peer.web.protection;

import org.jspecify.annotations.NullMarked;
