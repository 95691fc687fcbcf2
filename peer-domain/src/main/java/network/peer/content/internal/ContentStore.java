package network.peer.content.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.content.Comment;
import network.peer.content.Post;
import network.peer.content.WriteComment;
import network.peer.database.Rows;
import org.jspecify.annotations.Nullable;

/** Writing and reading posts and comments. */
public final class ContentStore {
    private static final String POST = "select p.id, p.author_id, u.user_name, p.text, p.created_at,"
            + count("LIKE") + "," + count("DISLIKE") + "," + count("COMMENT") + "," + count("VIEW")
            + " from post p join app_user u on u.id = p.author_id left join post_count c on c.post_id = p.id"
            + " where p.visibility = 'VISIBLE' ";
    private static final String COMMENT = "select c.id, c.post_id, c.parent_comment_id, c.author_id, u.user_name,"
            + " c.text, c.created_at from comment c join app_user u on u.id = c.author_id"
            + " join post p on p.id = c.post_id where c.visibility = 'VISIBLE' and p.visibility = 'VISIBLE' ";

    private final EntityManager entities;

    public ContentStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Whom a post belongs to, and whether it can be acted on. */
    public record Target(UUID authorId, boolean available) {}

    private static String count(String kind) {
        return " coalesce(sum(c.actions) filter (where c.kind = '" + kind + "'), 0)";
    }

    public void insert(PostEntity post) {
        entities.persist(post);
        entities.flush();
    }

    // Not an entity: EclipseLink binds a null uuid, which a comment without a parent has, as text.
    public void insertComment(UUID id, UUID authorId, WriteComment comment, String text, Instant createdAt) {
        entities.createNativeQuery("insert into comment (id, post_id, parent_comment_id, author_id, text, created_at)"
                        + " values (?1, ?2, cast(?3 as uuid), ?4, ?5, ?6)")
                .setParameter(1, id)
                .setParameter(2, comment.postId())
                .setParameter(3, Rows.text(comment.parentCommentId()))
                .setParameter(4, authorId)
                .setParameter(5, text)
                .setParameter(6, Timestamp.from(createdAt))
                .executeUpdate();
    }

    /** Keeps the post from being hidden, and its author from being suspended or deleted, until this transaction ends. */
    public Optional<Target> shareTarget(UUID postId) {
        return Rows.list(entities.createNativeQuery("select p.author_id, p.visibility = 'VISIBLE'"
                                + " and u.status = 'ACTIVE' from post p join app_user u on u.id = p.author_id"
                                + " where p.id = ?1 for share of p, u")
                        .setParameter(1, postId))
                .stream()
                .map(row -> new Target(row.uuid(0), row.booleanAt(1)))
                .findFirst();
    }

    /** Keeps the comment from being hidden, and its author from being suspended or deleted, until this transaction ends. */
    public Optional<Target> shareComment(UUID postId, UUID commentId) {
        return Rows.list(entities.createNativeQuery("select c.author_id, c.visibility = 'VISIBLE'"
                                + " and u.status = 'ACTIVE' from comment c join app_user u on u.id = c.author_id"
                                + " where c.id = ?1 and c.post_id = ?2 for share of c, u")
                        .setParameter(1, commentId)
                        .setParameter(2, postId))
                .stream()
                .map(row -> new Target(row.uuid(0), row.booleanAt(1)))
                .findFirst();
    }

    /** @return false if it is not visible */
    public boolean hidePost(UUID postId) {
        return entities.createNativeQuery(
                                "update post set visibility = 'HIDDEN' where id = ?1 and visibility = 'VISIBLE'")
                        .setParameter(1, postId)
                        .executeUpdate()
                == 1;
    }

    /** @return false if it is not visible */
    public boolean hideComment(UUID commentId) {
        return entities.createNativeQuery(
                                "update comment set visibility = 'HIDDEN' where id = ?1 and visibility = 'VISIBLE'")
                        .setParameter(1, commentId)
                        .executeUpdate()
                == 1;
    }

    public Optional<Post> find(UUID postId) {
        return posts(entities.createNativeQuery(POST + "and p.id = ?1 group by p.id, u.id")
                        .setParameter(1, postId))
                .stream()
                .findFirst();
    }

    public List<Post> newestFirst(@Nullable UUID before, int limit) {
        return posts(entities.createNativeQuery(POST + "and p.id in (select l.id from post l"
                        + " where l.visibility = 'VISIBLE' and (cast(?1 as uuid) is null or l.id < cast(?1 as uuid))"
                        + " order by l.id desc limit " + limit + ") group by p.id, u.id order by p.id desc")
                .setParameter(1, Rows.text(before)));
    }

    public List<Comment> comments(UUID postId, @Nullable UUID after, int limit) {
        return comments(entities.createNativeQuery(COMMENT + "and c.post_id = ?1"
                        + " and (cast(?2 as uuid) is null or c.id > cast(?2 as uuid)) order by c.id limit " + limit)
                .setParameter(1, postId)
                .setParameter(2, Rows.text(after)));
    }

    public Optional<Comment> findComment(UUID commentId) {
        return comments(entities.createNativeQuery(COMMENT + "and c.id = ?1").setParameter(1, commentId)).stream()
                .findFirst();
    }

    private static List<Post> posts(Query query) {
        return Rows.list(query).stream()
                .map(row -> new Post(
                        row.uuid(0),
                        row.uuid(1),
                        row.isNull(2) ? "" : row.text(2),
                        row.text(3),
                        row.instant(4),
                        row.longAt(5),
                        row.longAt(6),
                        row.longAt(7),
                        row.longAt(8)))
                .toList();
    }

    private static List<Comment> comments(Query query) {
        return Rows.list(query).stream()
                .map(row -> new Comment(
                        row.uuid(0),
                        row.uuid(1),
                        row.uuidOrNull(2),
                        row.uuid(3),
                        row.isNull(4) ? "" : row.text(4),
                        row.text(5),
                        row.instant(6)))
                .toList();
    }
}
