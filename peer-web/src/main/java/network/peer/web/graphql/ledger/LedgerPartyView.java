package network.peer.web.graphql.ledger;

import io.smallrye.graphql.api.Nullable;
import network.peer.ledger.LedgerBooks.Owner;
import network.peer.ledger.SystemAccount;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** An account and whose it is. */
@Type("LedgerParty")
@Description("An account on the books and whose it is: either a user's or a system account.")
public record LedgerPartyView(
        @Id @Description("The ledger account's id.") String accountId,

        @Nullable @Description("Which system account it is; null if it is a user's.")
        SystemAccount systemAccount,

        @Id @Nullable @Description("The user whose it is; null for a system account.")
        String userId) {
    static LedgerPartyView of(Owner owner) {
        return new LedgerPartyView(
                owner.account().toString(),
                owner.system(),
                owner.userId() == null ? null : owner.userId().toString());
    }
}
