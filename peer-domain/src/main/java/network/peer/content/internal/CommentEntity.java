package network.peer.content.internal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of {@code comment}. */
@Entity
@Table(name = "comment")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class CommentEntity {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "post_id", updatable = false)
    private UUID postId;

    @Column(name = "parent_comment_id", updatable = false)
    private @Nullable UUID parentCommentId;

    @Column(name = "author_id", updatable = false)
    private UUID authorId;

    @Column(name = "text", updatable = false)
    private String text;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    protected CommentEntity() {}

    public CommentEntity(
            UUID id, UUID postId, @Nullable UUID parentCommentId, UUID authorId, String text, Instant createdAt) {
        this.id = id;
        this.postId = postId;
        this.parentCommentId = parentCommentId;
        this.authorId = authorId;
        this.text = text;
        this.createdAt = createdAt;
    }
}
