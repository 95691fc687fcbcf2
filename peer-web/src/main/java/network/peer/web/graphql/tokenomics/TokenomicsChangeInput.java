package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.Nullable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import network.peer.InvalidInputException;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsChange;
import network.peer.tokenomics.TokenomicsChange.TermsChange;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.NonNull;

/** What is to change with the next version. */
@Input("TokenomicsChangeInput")
@Description("What is to change with the next version; what is left out stays as it is. The total cap never changes.")
public record TokenomicsChangeInput(
        @Nullable @Description("What is minted for a day, in PEER, as a decimal text.")
        String dailyPool,

        @Nullable @Description("The actions whose terms change, each once.")
        List<@NonNull ActionTermsInput> actions,

        @Nullable @Description("The company's fee in basis points: 100 is 1 %.")
        Integer companyBasisPoints,

        @Nullable @Description("What is burned, in basis points.")
        Integer burnBasisPoints,

        @Nullable @Description("The inviter's fee in basis points.")
        Integer inviterBasisPoints,

        @Nullable @Description("The smallest transfer, in PEER, as a decimal text.")
        String transferMinimum,

        @Nullable @Description("The longest message of a transfer, in characters as a reader counts them.")
        Integer transferMessageMaxGraphemes,

        @Nullable @Description("All limits against farming gems.")
        AbuseLimitsInput limits) {
    TokenomicsChange toChange() {
        Map<ActionKind, TermsChange> terms = new EnumMap<>(ActionKind.class);
        for (ActionTermsInput action : actions == null ? List.<ActionTermsInput>of() : actions) {
            if (terms.put(action.kind(), action.toChange()) != null) {
                throw new InvalidInputException("actions", action.kind() + " is there twice");
            }
        }
        return new TokenomicsChange(
                Arguments.optionalAmount("dailyPool", dailyPool),
                terms,
                companyBasisPoints,
                burnBasisPoints,
                inviterBasisPoints,
                Arguments.optionalAmount("transferMinimum", transferMinimum),
                transferMessageMaxGraphemes,
                limits == null ? null : limits.toLimits());
    }
}
