package network.peer.content.internal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One row of {@code post}. */
@Entity
@Table(name = "post")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
public class PostEntity {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "author_id", updatable = false)
    private UUID authorId;

    @Column(name = "text", updatable = false)
    private String text;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    protected PostEntity() {}

    public PostEntity(UUID id, UUID authorId, String text, Instant createdAt) {
        this.id = id;
        this.authorId = authorId;
        this.text = text;
        this.createdAt = createdAt;
    }
}
