package network.peer.content;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment that a user wants to publish.
 *
 * @param parentCommentId the comment that is replied to; null for a comment on the post itself
 */
public record WriteComment(UUID postId, @Nullable UUID parentCommentId, String text) {}
