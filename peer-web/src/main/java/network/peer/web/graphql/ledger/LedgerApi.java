package network.peer.web.graphql.ledger;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.identity.Role;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.LedgerBooks;
import network.peer.ledger.LedgerBooks.BookedPosting;
import network.peer.ledger.LedgerBooks.Transaction;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** The books as they stand, for those who check them. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class LedgerApi {
    private final LedgerBooks books;
    private final SettlementQueries settlements;

    @Inject
    public LedgerApi(LedgerBooks books, SettlementQueries settlements) {
        this.books = books;
        this.settlements = settlements;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected LedgerApi() {
        this(null, null);
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("ledgerAccounts")
    @Description("The system accounts with what stands on them, or those of one user; none if there is no such user.")
    public LedgerAccountsView ledgerAccounts(
            @Name("userId") @Id @Nullable @Description("Whose accounts; null for the system accounts.") String userId) {
        return LedgerAccountsView.of(
                userId == null ? books.systemAccounts() : books.accountsOf(Arguments.id("userId", userId)));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Query("ledgerTransactions")
    @Description("What was posted, newest first.")
    public LedgerTransactionConnection ledgerTransactions(
            @Name("accountId") @Id @Nullable @Description("Only what moved something on this account.")
                    String accountId,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        PageRequest request = Arguments.page(first, after);
        Page<Transaction> page = accountId == null
                ? books.transactions(request)
                : books.transactions(new LedgerAccountId(Arguments.id("accountId", accountId)), request);
        return LedgerTransactionConnection.of(page.map(LedgerTransactionView::of));
    }

    @AllowedRoles({Role.OPERATOR, Role.AUDITOR})
    @Name("postings")
    @Description("Its postings, in their order; a mint has one for each user who is paid by it.")
    public List<LedgerPostingConnection> postings(
            @Source List<LedgerTransactionView> transactions,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after) {
        List<UUID> ids = transactions.stream()
                .map(transaction -> UUID.fromString(transaction.id()))
                .toList();
        Map<UUID, Page<BookedPosting>> pages = books.postings(ids, Arguments.page(first, after));
        Map<UUID, MovementSettlement> settled = settlements.ofPostings(pages.values().stream()
                .flatMap(page -> page.items().stream())
                .map(BookedPosting::id)
                .toList());
        return ids.stream()
                .map(id -> Objects.requireNonNull(pages.get(id)))
                .map(page -> LedgerPostingConnection.of(
                        page.map(posting -> LedgerPostingView.of(posting, settled.get(posting.id())))))
                .toList();
    }
}
