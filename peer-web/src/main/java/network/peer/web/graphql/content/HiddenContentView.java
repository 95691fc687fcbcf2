package network.peer.web.graphql.content;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** What a moderator has hidden. */
@Type("HiddenContent")
@Description("Content that was hidden: nobody sees it or acts on it any more, and its gems from before count.")
public record HiddenContentView(
        @Id @Description("The post's or the comment's id.") String id,

        @Description("Why it was hidden; stands in the audit log.")
        String reason) {}
