package network.peer.web.graphql.content;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.content.Comment;
import network.peer.web.graphql.PublicUserView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A visible comment, or reply if it has a parent. */
@Type("Comment")
@Description("A visible comment, or reply if it has a parent.")
public record CommentView(
        @Id @Description("The comment's id.") String id,
        @Id @Description("The post that it belongs to.") String postId,

        @Id @Nullable @Description("The comment that it replies to.")
        String parentCommentId,

        @Description("Who wrote it.") PublicUserView author,
        @Description("What it says.") String text,
        @Description("When it was written.") Instant createdAt) {
    static CommentView of(Comment comment) {
        return new CommentView(
                comment.id().toString(),
                comment.postId().toString(),
                comment.parentCommentId() == null
                        ? null
                        : comment.parentCommentId().toString(),
                PublicUserView.of(comment.authorId(), comment.authorName()),
                comment.text(),
                comment.createdAt());
    }
}
