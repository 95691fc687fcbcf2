package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.content.Actions;
import network.peer.identity.PublicUsers;
import network.peer.identity.PublicUsers.PublicUser;
import network.peer.identity.Role;
import network.peer.ledger.HistoryFilter;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerHistory;
import network.peer.ledger.LedgerHistory.Movement;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.transfer.Transfers;
import network.peer.wallet.Wallets;
import network.peer.web.access.AllowedRoles;
import network.peer.web.access.Caller;
import network.peer.web.access.Guarded;
import network.peer.web.graphql.Arguments;
import network.peer.web.graphql.PublicUserView;
import network.peer.web.graphql.identity.MeView;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/**
 * The money of {@code me}; always the caller's, whatever the source object says. What one field reads by several
 * statements is read in one transaction, so that they agree and the database ends one instead of several.
 */
@GraphQLApi
@Guarded
@ApplicationScoped
public class WalletApi {
    private final Wallets wallets;
    private final Ledger ledger;
    private final LedgerHistory ledgerHistory;
    private final SettlementQueries settlements;
    private final Actions actions;
    private final Transfers transfers;
    private final PublicUsers users;
    private final OwnLedgerAccount account;
    private final Caller caller;

    @Inject
    public WalletApi(
            Wallets wallets,
            Ledger ledger,
            LedgerHistory ledgerHistory,
            SettlementQueries settlements,
            Actions actions,
            Transfers transfers,
            PublicUsers users,
            OwnLedgerAccount account,
            Caller caller) {
        this.wallets = wallets;
        this.ledger = ledger;
        this.ledgerHistory = ledgerHistory;
        this.settlements = settlements;
        this.actions = actions;
        this.transfers = transfers;
        this.users = users;
        this.account = account;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected WalletApi() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @AllowedRoles(Role.USER)
    @Name("wallet")
    @Description("The caller's own wallet.")
    public WalletView wallet(@Source MeView me) {
        return wallets.findByUser(caller.id())
                .map(WalletView::of)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "The account has no wallet."));
    }

    @AllowedRoles(Role.USER)
    @Transactional
    @Name("balance")
    @Description("What the caller has.")
    public BalanceView balance(@Source MeView me) {
        return BalanceView.of(ledger.balance(account.id()), settlements.settledOnChain(caller.id()));
    }

    @AllowedRoles(Role.USER)
    @Name("freeAllowance")
    @Description("What the caller can still do today without paying.")
    public FreeAllowanceView freeAllowance(@Source MeView me) {
        return FreeAllowanceView.of(actions.freeAllowanceLeft(caller.id()));
    }

    @AllowedRoles(Role.USER)
    @Transactional
    @Name("history")
    @Description("The caller's movements, newest first.")
    public MovementConnection history(
            @Source MeView me,
            @Name("first") @DefaultValue(Arguments.PAGE_SIZE) @Nullable @Description("How many, 1 to 100.")
                    Integer first,
            @Name("after") @Nullable @Description("The cursor after which the page begins.") String after,
            @Name("kinds") @Nullable @Description("Only movements of these kinds; none or null: all.")
                    List<@NonNull TransactionKind> kinds,
            @Name("direction") @Nullable @Description("Only what the caller received, or only what the caller paid.")
                    MovementDirection direction,
            @Name("from") @Nullable @Description("Only what was recorded at this instant or later.") Instant from,
            @Name("until") @Nullable @Description("Only what was recorded before this instant.") Instant until) {
        HistoryFilter filter = new HistoryFilter(
                kinds == null ? Set.of() : Set.copyOf(kinds),
                direction == null ? null : direction.toDomain(),
                from,
                until);
        Page<Movement> page = ledgerHistory.movements(account.id(), filter, Arguments.page(first, after));
        List<UUID> postings = page.items().stream()
                .flatMap(movement -> movement.postingIds().stream())
                .toList();
        Map<UUID, MovementSettlement> byPosting = settlements.ofPostings(postings);
        Map<UUID, String> messages = transfers.messages(
                caller.id(),
                page.items().stream().map(Movement::ledgerTransactionId).toList());
        return MovementConnection.of(page.map(movement -> MovementView.of(movement, byPosting, messages)));
    }

    @AllowedRoles(Role.USER)
    @Name("user")
    @Nullable
    @Description("The user; null for a system account.")
    public List<@Nullable PublicUserView> user(@Source List<CounterpartView> counterparts) {
        List<UUID> ids = counterparts.stream()
                .flatMap(counterpart -> Stream.ofNullable(counterpart.userId()))
                .map(UUID::fromString)
                .toList();
        Map<UUID, PublicUser> found = users.byIds(ids);
        List<@Nullable PublicUserView> views = new ArrayList<>();
        for (CounterpartView counterpart : counterparts) {
            PublicUser user = counterpart.userId() == null ? null : found.get(UUID.fromString(counterpart.userId()));
            views.add(user == null ? null : PublicUserView.of(user.id(), user.userName()));
        }
        return views;
    }
}
