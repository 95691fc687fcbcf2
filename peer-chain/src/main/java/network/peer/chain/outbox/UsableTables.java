package network.peer.chain.outbox;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import network.peer.chain.tx.LookupTable;
import network.peer.token.PublicKey;

/** Through which lookup tables payouts can name accounts. Asked once for each claim; what it answers must be final on chain. */
@FunctionalInterface
public interface UsableTables {
    UsableTables NONE = (rewardDay, tokenAccounts) -> List.of();

    /** The tables that hold any of these token accounts. */
    List<LookupTable> holding(LocalDate rewardDay, Collection<PublicKey> tokenAccounts);
}
