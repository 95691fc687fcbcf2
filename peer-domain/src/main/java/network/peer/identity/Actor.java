package network.peer.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user who may act now: active and verified. */
public record Actor(UUID userId, @Nullable UUID inviterId) {}
