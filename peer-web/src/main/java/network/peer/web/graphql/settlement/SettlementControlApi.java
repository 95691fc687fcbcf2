package network.peer.web.graphql.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.identity.Role;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementControl;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementStory;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;

/** What operators may do to settlement, and the whole story of an intent to decide by. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class SettlementControlApi {
    private static final String SCOPE =
            "ALL, RECOVERY, LANE:name such as LANE:mint-2, or KIND:kind such as KIND:TRANSFER.";
    private static final String REASON = "Why, up to 1000 characters; it goes into the audit log.";

    private final SettlementControl control;
    private final SettlementStory story;
    private final SettlementQueries settlements;
    private final Caller caller;

    @Inject
    public SettlementControlApi(
            SettlementControl control, SettlementStory story, SettlementQueries settlements, Caller caller) {
        this.control = control;
        this.story = story;
        this.settlements = settlements;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SettlementControlApi() {
        this(null, null, null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlementOverview")
    @Description("What is owed on chain and not settled, and what is paused.")
    public SettlementOverviewView settlementOverview() {
        return SettlementOverviewView.of(story.pipeline(), story.pauses());
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("settlementStory")
    @Description("Everything that is known of one settlement.")
    public SettlementStoryView settlementStory(@Name("id") @Id @Description("The intent's id.") String id) {
        UUID intentId = Arguments.id("id", id);
        SettlementView settlement = SettlementView.of(
                settlements
                        .settlement(intentId)
                        .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no settlement " + id)),
                settlements.attempts(List.of(intentId)));
        return SettlementStoryView.of(
                settlement,
                story.legs(intentId),
                story.members(intentId),
                story.history(intentId),
                story.decisions(intentId),
                story.notes(intentId));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("pauseSettlement")
    @Description("Stops signing in a scope until it is resumed. What is signed already is followed all the same.")
    public SettlementOverviewView pauseSettlement(
            @Name("scope") @Description(SCOPE) String scope, @Name("reason") @Description(REASON) String reason) {
        control.pause(caller.id(), scope(scope), reason);
        return settlementOverview();
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("resumeSettlement")
    @Description("Ends a pause; resuming what is not paused changes nothing. RECOVERY is ended by a second operator,"
            + " after a rebuild.")
    public SettlementOverviewView resumeSettlement(
            @Name("scope") @Description(SCOPE) String scope, @Name("reason") @Description(REASON) String reason) {
        control.resume(caller.id(), scope(scope), reason);
        return settlementOverview();
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("requestSettlementDecision")
    @Description("Proposes to retry or to void a parked settlement; another operator must approve.")
    public SettlementDecisionView requestSettlementDecision(
            @Name("settlementId") @Id @Description("The intent's id.") String settlementId,
            @Name("action") @Description("RETRY signs it anew; VOID does not pay it and reverses its movement.")
                    SettlementAction action,
            @Name("reason") @Description(REASON) String reason) {
        return SettlementDecisionView.of(
                control.request(caller.id(), Arguments.id("settlementId", settlementId), action.toDomain(), reason));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("approveSettlementDecision")
    @Description(
            "Approves what another operator proposed, and carries it out at once; the same call again gets the same"
                    + " answer.")
    public SettlementDecisionView approveSettlementDecision(
            @Name("id") @Id @Description("The decision's id.") String id) {
        return SettlementDecisionView.of(control.approve(caller.id(), Arguments.id("id", id)));
    }

    @AllowedRoles(value = Role.OPERATOR, verified = true)
    @Mutation("annotateSettlement")
    @Description("Writes a note beside a settlement.")
    public SettlementStoryView annotateSettlement(
            @Name("id") @Id @Description("The intent's id.") String id,
            @Name("note") @Description("Up to 1000 characters.") String note) {
        control.annotate(caller.id(), Arguments.id("id", id), note);
        return settlementStory(id);
    }

    private static PauseScope scope(String code) {
        try {
            return new PauseScope(code);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInputException("scope", SCOPE, unknown);
        }
    }
}
