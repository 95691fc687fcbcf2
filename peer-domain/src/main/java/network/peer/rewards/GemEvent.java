package network.peer.rewards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import network.peer.tokenomics.ActionKind;
import org.jspecify.annotations.Nullable;

/**
 * Gems that one action gave to a post's owner.
 *
 * @param gemsHundredths what was given, after limits
 * @param withheldHundredths what a limit kept back
 * @param withheldReason null if nothing was kept back
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
        long withheldHundredths,
        @Nullable WithheldReason withheldReason,
        Instant recordedAt,
        LocalDate actionDay,
        LocalDate rewardDay,
        int tokenomicsVersion) {}
