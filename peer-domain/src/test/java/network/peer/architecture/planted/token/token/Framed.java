package network.peer.architecture.planted.token.token;

import jakarta.inject.Named;

/** Planted: a value type with a framework. */
@Named
public record Framed() {}
