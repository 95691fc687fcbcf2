package network.peer.architecture.planted.library;

import org.p2p.solanaj.planted.Library;

/** Planted: a library type outside of the chain module. */
public record Leak(Library library) {}
