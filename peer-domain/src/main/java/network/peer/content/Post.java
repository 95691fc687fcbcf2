package network.peer.content;

import java.time.Instant;
import java.util.UUID;

/** A visible post with how often each action was done to it. */
public record Post(
        UUID id,
        UUID authorId,
        String authorName,
        String text,
        Instant createdAt,
        long likes,
        long dislikes,
        long comments,
        long views) {}
