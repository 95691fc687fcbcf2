package network.peer.web.graphql.settlement;

import java.time.Instant;
import network.peer.settlement.Finding;
import network.peer.settlement.RecoveryQueries.Recorded;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** Something that a rebuild from the chain could not put right by itself. */
@Type("RecoveryFinding")
@Description("Something that a rebuild from the chain could not put right by itself.")
public record RecoveryFindingView(
        @Description("What it is, such as UNKNOWN_WALLET; the runbook's page on recovery says what each means.")
        String kind,

        @Description("What it is about, such as an address or the id of an intent.")
        String subject,

        @Description("Amounts, addresses, the signature.") String details,

        @Description("Whether nothing may be signed until a person has dealt with it.")
        boolean keepsPaused,

        @Description("When a rebuild met it first.") Instant foundAt) {
    static RecoveryFindingView of(Recorded recorded) {
        Finding finding = recorded.finding();
        return new RecoveryFindingView(
                finding.kind().name(),
                finding.subject(),
                finding.details(),
                finding.kind().keepsPaused(),
                recorded.foundAt());
    }
}
