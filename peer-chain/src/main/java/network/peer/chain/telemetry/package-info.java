/**
 * What the settlement protocol tells those who only watch: a port with no library behind it. The protocol calls it through
 * {@link network.peer.chain.telemetry.HarmlessTelemetry}, so a watcher that fails changes nothing.
 */
@NullMarked
package network.peer.chain.telemetry;

import org.jspecify.annotations.NullMarked;
