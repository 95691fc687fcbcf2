package network.peer.web.graphql.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import network.peer.content.Moderation;
import network.peer.identity.Role;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;

/** What moderators do to content, audited. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class ModerationApi {
    private static final String REASON = "Why, up to 500 characters; it goes into the audit log.";

    private final Moderation moderation;
    private final Caller caller;

    @Inject
    public ModerationApi(Moderation moderation, Caller caller) {
        this.moderation = moderation;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ModerationApi() {
        this(null, null);
    }

    @AllowedRoles(value = Role.MODERATOR, verified = true)
    @Mutation("hidePost")
    @Description("Hides a post for good. It earns nothing from then on.")
    public HiddenContentView hidePost(
            @Name("postId") @Id @Description("The post's id.") String postId,
            @Name("reason") @Description(REASON) String reason) {
        UUID id = Arguments.id("postId", postId);
        moderation.hidePost(caller.id(), id, reason);
        return new HiddenContentView(id.toString(), reason);
    }

    @AllowedRoles(value = Role.MODERATOR, verified = true)
    @Mutation("hideComment")
    @Description("Hides a comment for good. Nobody can reply to it from then on.")
    public HiddenContentView hideComment(
            @Name("commentId") @Id @Description("The comment's id.") String commentId,
            @Name("reason") @Description(REASON) String reason) {
        UUID id = Arguments.id("commentId", commentId);
        moderation.hideComment(caller.id(), id, reason);
        return new HiddenContentView(id.toString(), reason);
    }
}
