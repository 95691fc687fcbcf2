package network.peer.rewards;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsVersion;

/**
 * An action that gives gems, on its way to the day that takes it.
 *
 * @param gemsHundredths what the action is worth, before limits keep anything back
 */
public record NewGemEvent(
        UUID actionId,
        ActionKind kind,
        UUID actorId,
        UUID postId,
        UUID ownerId,
        long gemsHundredths,
        Instant recordedAt,
        TokenomicsVersion tokenomics) {
    public NewGemEvent {
        if (actorId.equals(ownerId)) {
            throw new IllegalArgumentException("nobody earns gems from oneself: action " + actionId);
        }
    }

    public LocalDate actionDay() {
        return LocalDate.ofInstant(recordedAt, ZoneOffset.UTC);
    }
}
