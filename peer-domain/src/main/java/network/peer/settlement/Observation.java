package network.peer.settlement;

import java.time.Duration;
import java.util.UUID;

/**
 * What was seen of one attempt.
 *
 * @param pause how long its intents rest if they must be signed again
 */
public record Observation(UUID attemptId, AttemptFact fact, Duration pause) {}
