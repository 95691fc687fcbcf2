package network.peer.web.graphql.settlement;

import network.peer.settlement.Decision.Action;
import org.eclipse.microprofile.graphql.Description;

/** What is to become of a parked settlement. */
@Description(
        "What is to become of a parked settlement: RETRY signs it anew, VOID does not pay it and reverses its movement.")
public enum SettlementAction {
    RETRY,
    VOID;

    static SettlementAction of(Action action) {
        return valueOf(action.name());
    }

    Action toDomain() {
        return Action.valueOf(name());
    }
}
