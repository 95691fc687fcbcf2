/** {@code mvn -Pbench}: how fast the product is, beside what the same machine could do without it. */
@NullMarked
package network.peer.launcher.bench;

import org.jspecify.annotations.NullMarked;
