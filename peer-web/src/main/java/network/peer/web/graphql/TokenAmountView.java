package network.peer.web.graphql;

import network.peer.token.TokenAmount;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** An amount of PEER on the wire; the integer is a text, because JavaScript cannot hold one of 64 bits. */
@Type("TokenAmount")
@Description("An amount of PEER.")
public record TokenAmountView(
        @Description("The exact integer: base units, as a decimal text.")
        String baseUnits,

        @Description("How many decimals one PEER has.") int decimals,

        @Description("The amount in PEER with all decimals, for people.")
        String display) {
    public static TokenAmountView of(TokenAmount amount) {
        return new TokenAmountView(Long.toString(amount.baseUnits()), TokenAmount.DECIMALS, amount.display());
    }
}
