package network.peer.settlement.internal;

import java.util.List;
import java.util.UUID;
import network.peer.settlement.IntentKind;
import network.peer.settlement.LaneWork;
import network.peer.settlement.Leg;
import network.peer.token.Ids;

/** What is owed under one business key. */
record OwedIntent(IntentKind kind, String businessKey, String batchKey, List<Leg> legs) {
    OwedIntent {
        legs = List.copyOf(legs);
    }

    UUID id() {
        return Ids.deterministic(kind.name(), businessKey);
    }

    LaneWork work() {
        return kind == IntentKind.MINT ? LaneWork.MINT : LaneWork.TRANSFER;
    }
}
