package network.peer.settlement;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.token.PublicKey;

/** Where it is kept which lookup tables we have. Each method is one transaction of its own and makes no remote call. */
public interface LookupTableStore {
    /** A wallet that is paid often. */
    record Recipient(UUID walletId, PublicKey wallet) {}

    /** A recipient's token account, which shall get a place. */
    record Place(UUID walletId, PublicKey tokenAccount) {}

    /** All tables that are not closed, oldest first. */
    List<StoredLookupTable> open();

    /**
     * Wallets without a place that were paid on at least so many reward days after the given one, finally, in the order in
     * which they were paid last.
     */
    List<Recipient> recurring(LocalDate after, int leastDays, int limit);

    /**
     * Records a table that is about to be created: the mint first, then the places.
     *
     * @return false if it, or a place for one of the recipients, is there already
     */
    boolean plan(
            PublicKey table, PublicKey authority, long recentSlot, LocalDate today, PublicKey mint, List<Place> places);

    /** Adds to what a table shall hold. @return false if one of the recipients has a place already, or the table is given up */
    boolean add(PublicKey table, List<Place> places);

    /**
     * Records a step before its transaction is sent, in place of the one that is known to be over.
     *
     * @return false if the table has moved on meanwhile, or everything is paused: then nothing may be sent
     */
    boolean begin(PublicKey table, LookupTableState state, Optional<LookupTableStep> over, LookupTableStep step);

    /**
     * Records which index each address has on chain, finally; what has a place keeps it.
     *
     * @param onChain all that the table holds
     * @return how many have their place now that had none
     */
    int placed(PublicKey table, List<PublicKey> onChain);

    /** The step is over, whatever came of it. */
    void over(PublicKey table, LookupTableStep step);

    /**
     * Moves a table on. From DEACTIVATING on it holds nobody, so that they can get a place elsewhere.
     *
     * @return false if it was not in that state any more
     */
    boolean move(PublicKey table, LookupTableState from, LookupTableState to);

    /** A table that serves, and where in it the asked accounts are; the mint is told of without being asked for. */
    record Usable(PublicKey table, Map<PublicKey, Integer> indexes) {
        public Usable {
            indexes = Map.copyOf(indexes);
        }
    }

    /** ACTIVE tables that hold any of these recipients' accounts, oldest first; marks them as used for this day. */
    List<Usable> use(LocalDate rewardDay, Collection<PublicKey> tokenAccounts);
}
