package network.peer.web.graphql.wallet;

import java.time.LocalDate;
import network.peer.content.FreeAllowance;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** How many actions the caller still has free today. */
@Type("FreeAllowance")
@Description("How many actions the caller still has free on the day.")
public record FreeAllowanceView(
        @Description("The UTC day.") LocalDate day,
        @Description("Posts left.") int posts,
        @Description("Likes left.") int likes,
        @Description("Dislikes left.") int dislikes,
        @Description("Comments left.") int comments) {
    static FreeAllowanceView of(FreeAllowance left) {
        return new FreeAllowanceView(left.day(), left.posts(), left.likes(), left.dislikes(), left.comments());
    }
}
