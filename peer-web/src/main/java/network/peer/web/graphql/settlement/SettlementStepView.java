package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.settlement.SettlementStory.Step;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** A step of a settlement or of one of its attempts. */
@Type("SettlementStep")
@Description("A step of a settlement or of one of its attempts.")
public record SettlementStepView(
        @Description("INTENT or ATTEMPT.") String subject,

        @Id @Description("The intent's or the attempt's id.")
        String subjectId,

        @Nullable @Description("The state before; null at the beginning.")
        String fromState,

        @Description("The state after.") String toState,

        @Nullable @Description("What went wrong, if anything.")
        String note,

        @Description("When it was recorded.") Instant at) {
    static SettlementStepView of(Step step) {
        return new SettlementStepView(
                step.subject(), step.subjectId().toString(), step.from(), step.to(), step.note(), step.at());
    }
}
