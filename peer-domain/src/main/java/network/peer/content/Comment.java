package network.peer.content;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A visible comment, or reply if it has a parent. */
public record Comment(
        UUID id,
        UUID postId,
        @Nullable UUID parentCommentId,
        UUID authorId,
        String authorName,
        String text,
        Instant createdAt) {}
