package network.peer.settlement.internal;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.ClaimedIntent;

/** An intent that may be claimed, locked, with what each of its debited wallets loses. */
record Candidate(ClaimedIntent claimed, Map<UUID, BigInteger> debits) {
    UUID id() {
        return claimed.id();
    }

    /** Their ids as the parameter of a query. */
    static String ids(Collection<Candidate> candidates) {
        return Rows.array(candidates.stream().map(Candidate::id).toList());
    }
}
