package network.peer.web.graphql;

import network.peer.settlement.SettlementQueries.Progress;
import org.eclipse.microprofile.graphql.Description;

/** How far a movement is on its way to the chain, in the words of the API. */
@Description("How far a movement is on its way to the chain.")
public enum SettlementProgress {
    /** True on the books, nothing sent yet. */
    RECORDED,
    /** A transaction was sent; it may or may not land. */
    SUBMITTED,
    /** It landed in a block that can still be dropped. */
    CONFIRMED,
    /** It landed for ever. */
    FINALIZED;

    static SettlementProgress of(Progress progress) {
        return switch (progress) {
            case RECORDED -> RECORDED;
            case SUBMITTED -> SUBMITTED;
            case CONFIRMED -> CONFIRMED;
            case FINALIZED -> FINALIZED;
        };
    }
}
