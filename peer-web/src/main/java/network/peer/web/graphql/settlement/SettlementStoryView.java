package network.peer.web.graphql.settlement;

import io.smallrye.graphql.api.Nullable;
import java.util.List;
import java.util.UUID;
import network.peer.settlement.AttemptState;
import network.peer.settlement.Decision;
import network.peer.settlement.IntentState;
import network.peer.settlement.SettlementStory.LegView;
import network.peer.settlement.SettlementStory.Note;
import network.peer.settlement.SettlementStory.Step;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** Everything that is known of one settlement. */
@Type("SettlementStory")
@Description("Everything that is known of one settlement.")
public record SettlementStoryView(
        @Description("The settlement with its attempts.") SettlementView settlement,

        @Description("What it does on chain.") List<@NonNull SettlementLegView> legs,

        @Id
        @Description("The settlements that a NET pays together, in the order of the books; none for any other kind.")
        List<@NonNull String> memberIds,

        @Description("Every step of it, of the NET that pays it, and of their attempts, oldest first.")
        List<@NonNull SettlementStepView> history,

        @Description("What operators decided, newest first.")
        List<@NonNull SettlementDecisionView> decisions,

        @Description("What operators wrote, oldest first.") List<@NonNull SettlementNoteView> notes,

        @Nullable @Description("The runbook page for what is wrong with it; null if nothing is.")
        String runbook) {
    static SettlementStoryView of(
            SettlementView settlement,
            List<LegView> legs,
            List<UUID> members,
            List<Step> history,
            List<Decision> decisions,
            List<Note> notes) {
        return new SettlementStoryView(
                settlement,
                legs.stream().map(SettlementLegView::of).toList(),
                members.stream().map(UUID::toString).toList(),
                history.stream().map(SettlementStepView::of).toList(),
                decisions.stream().map(SettlementDecisionView::of).toList(),
                notes.stream().map(SettlementNoteView::of).toList(),
                runbook(settlement));
    }

    private static @Nullable String runbook(SettlementView settlement) {
        if (settlement.state() == IntentState.PARKED) {
            return "docs/runbook/PEER-SET-010.md";
        }
        if (settlement.state() != IntentState.RECORDED || settlement.lastProblem() == null) {
            return null;
        }
        boolean rejected = settlement.attempts().stream().anyMatch(one -> one.state() == AttemptState.REJECTED);
        return rejected ? "docs/runbook/PEER-SET-005.md" : "docs/runbook/PEER-SET-001.md";
    }
}
