package network.peer.web.graphql.tokenomics;

import network.peer.tokenomics.FeeRates;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** Fee rates on the net amount. */
@Type("FeeRates")
@Description("Fee rates on the net amount, in basis points: 100 is 1 %.")
public record FeeRatesView(
        @Description("The company's share.") int companyBasisPoints,
        @Description("What is burned.") int burnBasisPoints,

        @Description("The inviter's share, due only if the payer has one.")
        int inviterBasisPoints) {
    static FeeRatesView of(FeeRates rates) {
        return new FeeRatesView(rates.companyBasisPoints(), rates.burnBasisPoints(), rates.inviterBasisPoints());
    }
}
