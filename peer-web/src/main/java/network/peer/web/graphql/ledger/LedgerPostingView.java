package network.peer.web.graphql.ledger;

import io.smallrye.graphql.api.Nullable;
import network.peer.ledger.LedgerBooks.BookedPosting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.Unit;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.graphql.SettlementStateView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One posting. */
@Type("LedgerPosting")
@Description("One positive amount, moved from one account to another.")
public record LedgerPostingView(
        @Id @Description("The posting's id.") String id,
        @Description("Which part of the movement it is.") PostingRole role,
        @Description("The account that has less.") LedgerPartyView debit,
        @Description("The account that has more.") LedgerPartyView credit,
        @Description("What is counted.") Unit unit,

        @Description("How much, as a decimal text in the smallest part of the unit.")
        String amountBaseUnits,

        @Nullable @Description("How far it is on its way to the chain; null if nothing changes there.")
        SettlementStateView settlement) {
    static LedgerPostingView of(BookedPosting posting, @Nullable MovementSettlement settlement) {
        return new LedgerPostingView(
                posting.id().toString(),
                posting.role(),
                LedgerPartyView.of(posting.debit()),
                LedgerPartyView.of(posting.credit()),
                posting.unit(),
                Long.toString(posting.baseUnits()),
                settlement == null ? null : SettlementStateView.of(settlement));
    }
}
