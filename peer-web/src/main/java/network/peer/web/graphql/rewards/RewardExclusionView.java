package network.peer.web.graphql.rewards;

import java.time.LocalDate;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** Who is left out of a day. */
@Type("RewardExclusion")
@Description("A user whom an operator leaves out of a day.")
public record RewardExclusionView(
        @Description("The UTC day.") LocalDate day,
        @Id @Description("The user's id.") String userId,
        @Description("Why.") String reason) {}
