@NullMarked
package network.peer.web.protection;

import org.jspecify.annotations.NullMarked;
