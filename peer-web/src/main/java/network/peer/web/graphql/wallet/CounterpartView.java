package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import network.peer.ledger.LedgerHistory.Movement;
import network.peer.ledger.SystemAccount;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** Who is at the other end of a movement: a user or a system account. */
@Type("Counterpart")
@Description("Who is at the other end of a movement: either a user or a system account.")
public record CounterpartView(
        @Id @Nullable @Description("The user's id.") String userId,
        @Nullable @Description("The system account.") SystemAccount systemAccount) {
    static CounterpartView of(Movement movement) {
        return new CounterpartView(
                movement.counterpartUserId() == null
                        ? null
                        : movement.counterpartUserId().toString(),
                movement.counterpartSystem());
    }
}
