package network.peer.web.graphql.tokenomics;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsVersion;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** The figures of the token economy in force. */
@Type("Tokenomics")
@Description("The figures of the token economy, in force from one instant to the next version's.")
public record TokenomicsView(
        @Description("Counts up with every change.") int version,
        @Description("From then on the figures hold.") Instant validFrom,
        @Description("The most that will ever be minted.") TokenAmountView totalCap,
        @Description("What is minted for a day.") TokenAmountView dailyPool,

        @Description("What each kind of action costs and earns.")
        List<@NonNull ActionTermsView> actions,

        @Description("The fees.") FeeRatesView feeRates,
        @Description("The smallest transfer.") TokenAmountView transferMinimum,

        @Description("The longest message of a transfer, in characters as a reader counts them.")
        int transferMessageMaxGraphemes,

        @Description("Limits against farming gems.") AbuseLimitsView limits) {
    static TokenomicsView of(TokenomicsVersion version) {
        return new TokenomicsView(
                version.version(),
                version.validFrom(),
                TokenAmountView.of(version.totalCap()),
                TokenAmountView.of(version.dailyPool()),
                Stream.of(ActionKind.values())
                        .map(kind -> ActionTermsView.of(kind, version.terms(kind)))
                        .toList(),
                FeeRatesView.of(version.feeRates()),
                TokenAmountView.of(version.transferMinimum()),
                version.transferMessageMaxGraphemes(),
                AbuseLimitsView.of(version.limits()));
    }
}
