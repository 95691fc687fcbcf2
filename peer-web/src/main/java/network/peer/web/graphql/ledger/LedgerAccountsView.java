package network.peer.web.graphql.ledger;

import java.util.List;
import network.peer.ledger.LedgerBooks.Account;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** Some accounts of the books. */
@Type("LedgerAccounts")
@Description("Accounts on the books.")
public record LedgerAccountsView(
        @Description("The accounts, in the order of their ids.")
        List<@NonNull LedgerAccountView> accounts) {
    static LedgerAccountsView of(List<Account> accounts) {
        return new LedgerAccountsView(
                accounts.stream().map(LedgerAccountView::of).toList());
    }
}
