package network.peer.web.graphql.content;

import java.time.Instant;
import network.peer.content.Post;
import network.peer.web.graphql.Arguments;
import network.peer.web.graphql.PublicUserView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A visible post. */
@Type("Post")
@Description("A visible post.")
public record PostView(
        @Id @Description("The post's id.") String id,
        @Description("Who wrote it, and earns its gems.") PublicUserView author,
        @Description("What it says.") String text,
        @Description("When it was published.") Instant createdAt,
        @Description("How many users like it.") int likes,
        @Description("How many users dislike it.") int dislikes,

        @Description("How many comments and replies it has.")
        int comments,

        @Description("How many users have viewed it.") int views) {
    static PostView of(Post post) {
        return new PostView(
                post.id().toString(),
                PublicUserView.of(post.authorId(), post.authorName()),
                post.text(),
                post.createdAt(),
                Arguments.count(post.likes()),
                Arguments.count(post.dislikes()),
                Arguments.count(post.comments()),
                Arguments.count(post.views()));
    }
}
