package network.peer.architecture.planted.cycle.two;

import network.peer.architecture.planted.cycle.one.First;
import org.jspecify.annotations.Nullable;

/** Planted: half of a cycle. */
public record Second(@Nullable First first) {}
