package network.peer.rewards;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import network.peer.tokenomics.ActionKind;

/** An action that gives gems, on its way to the day that takes it. */
public record NewGemEvent(
        UUID actionId,
        ActionKind kind,
        UUID actorId,
        UUID postId,
        UUID ownerId,
        long gemsHundredths,
        Instant recordedAt,
        int tokenomicsVersion) {
    public NewGemEvent {
        if (actorId.equals(ownerId)) {
            throw new IllegalArgumentException("nobody earns gems from oneself: action " + actionId);
        }
    }

    public LocalDate actionDay() {
        return LocalDate.ofInstant(recordedAt, ZoneOffset.UTC);
    }
}
