package network.peer.web.graphql.tokenomics;

import io.smallrye.graphql.api.Nullable;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.TokenomicsChange.TermsChange;
import network.peer.web.graphql.Arguments;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;

/** What is to change of one kind of action. */
@Input("ActionTermsInput")
@Description("What is to change of one kind of action; what is left out stays as it is.")
public record ActionTermsInput(
        @Description("The action.") ActionKind kind,

        @Nullable @Description("In PEER, fees included, as a decimal text.")
        String price,

        @Nullable @Description("How many a user has free per UTC day.")
        Integer freePerDay,

        @Nullable @Description("What the post's owner earns, in hundredths of a gem.")
        Integer gemsHundredths) {
    TermsChange toChange() {
        return new TermsChange(
                Arguments.optionalAmount("price", price),
                freePerDay,
                gemsHundredths == null ? null : gemsHundredths.longValue());
    }
}
