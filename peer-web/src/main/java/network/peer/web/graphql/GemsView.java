package network.peer.web.graphql;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A number of gems on the wire. */
@Type("Gems")
@Description("A number of gems; negative where dislikes prevail.")
public record GemsView(
        @Description("The exact integer: hundredths of a gem, as a decimal text.")
        String hundredths,

        @Description("The gems with both decimals, for people.")
        String display) {
    public static GemsView of(long hundredths) {
        long magnitude = Math.abs(hundredths);
        String sign = hundredths < 0 ? "-" : "";
        return new GemsView(Long.toString(hundredths), "%s%d.%02d".formatted(sign, magnitude / 100, magnitude % 100));
    }
}
