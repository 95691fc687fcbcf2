package network.peer.web.graphql.tokenomics;

import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.ActionTerms;
import network.peer.web.graphql.GemsView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** What one kind of action costs and earns. */
@Type("ActionTerms")
@Description("What one kind of action costs and earns.")
public record ActionTermsView(
        @Description("The action.") ActionKind kind,

        @Description("Its price, fees included, once the free ones are used up.")
        TokenAmountView price,

        @Description("How many a user has free per UTC day.")
        int freePerDay,

        @Description("What the post's owner earns.") GemsView gems) {
    static ActionTermsView of(ActionKind kind, ActionTerms terms) {
        return new ActionTermsView(
                kind, TokenAmountView.of(terms.price()), terms.freePerDay(), GemsView.of(terms.gemsHundredths()));
    }
}
