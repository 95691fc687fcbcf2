package network.peer.chain.tables;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.List;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableAccount;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.settlement.LookupTableState;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.LookupTableStore.Place;
import network.peer.settlement.StoredLookupTable;
import network.peer.token.PublicKey;

/** Decides who gets a place: in tables that have room, then in a new one. Changes nothing on chain. */
final class TablePlanner {
    private static final Logger LOGGER = System.getLogger(TablePlanner.class.getName());

    private final LookupTableStore store;
    private final Endpoints endpoints;
    private final PublicKey authority;
    private final PublicKey mint;
    private final LookupTablePolicy policy;

    TablePlanner(
            LookupTableStore store,
            Endpoints endpoints,
            PublicKey authority,
            PublicKey mint,
            LookupTablePolicy policy) {
        this.store = store;
        this.endpoints = endpoints;
        this.authority = authority;
        this.mint = mint;
        this.policy = policy;
    }

    /** @return whether a new table was planned */
    boolean plan(LocalDate today) {
        List<Place> places = store
                .recurring(today.minusDays(policy.windowDays()), policy.paidDays(), LookupTable.MOST_ADDRESSES - 1)
                .stream()
                .map(recipient ->
                        new Place(recipient.walletId(), AssociatedTokenAccounts.address(recipient.wallet(), mint)))
                .toList();
        for (StoredLookupTable table : store.open()) {
            int room = table.state() == LookupTableState.DEACTIVATING
                    ? 0
                    : Math.min(places.size(), LookupTable.MOST_ADDRESSES - table.size());
            if (room >= LookupTablePolicy.LEAST_ADDED && store.add(table.address(), places.subList(0, room))) {
                LOGGER.log(Level.INFO, "lookup table gets more table={0} added={1}", table.address(), room);
                places = places.subList(room, places.size());
            }
        }
        return places.size() >= policy.leastRecipients() && canLendRent() && planNew(places, today);
    }

    private boolean planNew(List<Place> places, LocalDate today) {
        long recentSlot = endpoints.preferred().getEpochInfo(ReadAt.FINALIZED).absoluteSlot();
        PublicKey table = LookupTableInstructions.derive(authority, recentSlot).address();
        boolean planned = store.plan(table, authority, recentSlot, today, mint, places);
        if (planned) {
            LOGGER.log(
                    Level.INFO,
                    "lookup table planned table={0} recentSlot={1} recipients={2}",
                    table,
                    Long.toString(recentSlot),
                    places.size());
        }
        return planned;
    }

    /** Rent comes back, but only when the table is closed: payouts must not lack it meanwhile. */
    private boolean canLendRent() {
        SolanaRpc rpc = endpoints.preferred();
        long rentLamports =
                rpc.getMinimumBalanceForRentExemption(LookupTableAccount.sizeBytes(LookupTable.MOST_ADDRESSES));
        long balanceLamports =
                rpc.getBalanceLamports(authority, ReadAt.CONFIRMED).value();
        if (balanceLamports / LookupTablePolicy.BALANCE_IN_RENTS < rentLamports) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-022 no lookup table, the mint authority has too little SOL rentLamports={0} balanceLamports={1}",
                    Long.toString(rentLamports),
                    Long.toString(balanceLamports));
            return false;
        }
        return true;
    }
}
