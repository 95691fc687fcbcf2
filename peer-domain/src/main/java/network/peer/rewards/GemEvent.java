package network.peer.rewards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.tokenomics.ActionKind;

/**
 * Gems that one action gave to a post's owner.
 *
 * @param actionDay the UTC day of the action
 * @param rewardDay the day it counts for: a later one if the action's was closed already
 */
public record GemEvent(
        UUID id,
        UUID actionId,
        ActionKind kind,
        UUID actorId,
        UUID postId,
        UUID ownerId,
        long gemsHundredths,
        Instant recordedAt,
        LocalDate actionDay,
        LocalDate rewardDay,
        int tokenomicsVersion) {}
