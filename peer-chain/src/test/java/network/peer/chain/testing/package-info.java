/** What tests of this module share: the local chain as a process, funded keys, ready transactions. */
@NullMarked
package network.peer.chain.testing;

import org.jspecify.annotations.NullMarked;
