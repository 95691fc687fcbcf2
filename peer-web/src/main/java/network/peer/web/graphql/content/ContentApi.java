package network.peer.web.graphql.content;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.content.Actions;
import network.peer.content.CreatePost;
import network.peer.content.Posts;
import network.peer.content.WriteComment;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** Reading and writing content; every action is one service call and one receipt. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class ContentApi {
    private static final String KEY =
            "The client's own name for this attempt, up to 100 characters: repeat it to get the"
                    + " same receipt instead of acting twice.";

    private final Posts posts;
    private final Actions actions;
    private final Caller caller;

    @Inject
    public ContentApi(Posts posts, Actions actions, Caller caller) {
        this.posts = posts;
        this.actions = actions;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ContentApi() {
        this(null, null, null);
    }

    @AllowedRoles({Role.USER, Role.MODERATOR})
    @Query("post")
    @Description("One visible post.")
    public PostView post(@Name("id") @Id @Description("The post's id.") String id) {
        return PostView.of(posts.byId(Arguments.id("id", id)));
    }

    @AllowedRoles({Role.USER, Role.MODERATOR})
    @Query("posts")
    @Description("The visible posts, newest first.")
    public PostConnection posts(
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return PostConnection.of(posts.latest(Arguments.page(first, after)).map(PostView::of));
    }

    @AllowedRoles({Role.USER, Role.MODERATOR})
    @Query("comments")
    @Description("The visible comments and replies of a post, oldest first.")
    public CommentConnection comments(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        return CommentConnection.of(posts.comments(Arguments.id("postId", postId), Arguments.page(first, after))
                .map(CommentView::of));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("createPost")
    @Description("Publishes a post, out of the day's free allowance or for tokens.")
    public ActionReceiptView createPost(
            @Name("text") @Description("What the post says.") String text,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        return ActionReceiptView.of(posts.create(caller.id(), new CreatePost(text), idempotencyKey));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("likePost")
    @Description("Likes somebody else's post, once and for ever.")
    public ActionReceiptView likePost(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        return ActionReceiptView.of(actions.like(caller.id(), Arguments.id("postId", postId), idempotencyKey));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("dislikePost")
    @Description("Dislikes somebody else's post, once and for ever.")
    public ActionReceiptView dislikePost(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        return ActionReceiptView.of(actions.dislike(caller.id(), Arguments.id("postId", postId), idempotencyKey));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("commentOnPost")
    @Description("Comments on a post, or replies to a comment on it.")
    public ActionReceiptView commentOnPost(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("text") @Description("What the comment says.") String text,
            @Name("parentCommentId") @Id @Nullable @Description("The comment to reply to.") String parentCommentId,
            @Name("idempotencyKey") @Description(KEY) String idempotencyKey) {
        WriteComment comment = new WriteComment(
                Arguments.id("postId", postId), Arguments.optionalId("parentCommentId", parentCommentId), text);
        return ActionReceiptView.of(actions.comment(caller.id(), comment, idempotencyKey));
    }

    @AllowedRoles(value = Role.USER, verified = true)
    @Mutation("viewPost")
    @Description("Records that the caller has seen somebody else's post, once and for ever. Costs nothing.")
    public ActionReceiptView viewPost(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("idempotencyKey") @Nullable @Description(KEY) String idempotencyKey) {
        return ActionReceiptView.of(actions.view(caller.id(), Arguments.id("postId", postId), idempotencyKey));
    }
}
