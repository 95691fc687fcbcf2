package network.peer.web.graphql.ledger;

import network.peer.ledger.LedgerBooks.Account;
import network.peer.ledger.Unit;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** An account with what stands on it. */
@Type("LedgerAccount")
@Description("An account on the books with what stands on it, as decimal texts in the smallest part of its unit.")
public record LedgerAccountView(
        @Description("The account and whose it is.") LedgerPartyView party,
        @Description("What it counts.") Unit unit,

        @Description("Free to move; negative where what exists comes from, such as ISSUANCE.")
        String availableBaseUnits,

        @Description("Held for a withdrawal that is not final.")
        String reservedBaseUnits) {
    static LedgerAccountView of(Account account) {
        return new LedgerAccountView(
                LedgerPartyView.of(account.owner()),
                account.unit(),
                Long.toString(account.availableBaseUnits()),
                Long.toString(account.reservedBaseUnits()));
    }
}
