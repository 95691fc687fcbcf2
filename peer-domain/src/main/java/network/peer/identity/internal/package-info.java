/** Statements, password hashing and secret tokens of the identity feature. */
@NullMarked
package network.peer.identity.internal;

import org.jspecify.annotations.NullMarked;
