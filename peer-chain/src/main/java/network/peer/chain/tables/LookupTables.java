package network.peer.chain.tables;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.tables.TableReader.Seen;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableAccount;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.NetworkLimits;
import network.peer.settlement.LookupTableState;
import network.peer.settlement.LookupTableStep.Kind;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.StoredLookupTable;
import network.peer.token.PublicKey;

/**
 * The lookup tables of the mint lanes. What is wanted is stored first, then the chain is brought to it, one transaction of
 * a table at a time; what the chain has finally is what counts. Killed anywhere, the next round reads the chain and goes on:
 * the address is known before the table exists, and a step is stored before it is sent. If a step lands twice nothing is
 * lost but its fee: an address that stands in a table twice is used at its first index.
 */
public final class LookupTables {
    private static final Logger LOGGER = System.getLogger(LookupTables.class.getName());

    /** For so many slots, skipped ones not counted, a slot is recent: a table can be created for it, or used while it cools. */
    private static final int RECENT_SLOTS = 512;

    private final LookupTableStore store;
    private final TableReader reader;
    private final TablePlanner planner;
    private final StepSender steps;
    private final Signer authority;
    private final LookupTablePolicy policy;

    /** @param authority the mint's, who pays for payouts: it owns the tables, lends their rent and gets it back */
    public LookupTables(
            LookupTableStore store,
            Endpoints endpoints,
            Signer authority,
            PublicKey mint,
            NetworkLimits limits,
            LookupTablePolicy policy) {
        this.store = store;
        this.reader = new TableReader(endpoints);
        this.planner = new TablePlanner(store, endpoints, authority.publicKey(), mint, policy);
        this.steps = new StepSender(store, endpoints, authority, limits);
        this.authority = authority;
        this.policy = policy;
    }

    /** The tables that hold any of these token accounts, as far as they are final on chain. */
    public List<LookupTable> holding(LocalDate rewardDay, Collection<PublicKey> tokenAccounts) {
        return store.use(rewardDay, tokenAccounts).stream()
                .map(usable -> new LookupTable(usable.table(), usable.indexes()))
                .toList();
    }

    /**
     * Brings every table that is to change one step further.
     *
     * @throws network.peer.chain.rpc.RpcException if the node does not answer
     */
    public void advance(LocalDate today) {
        store.open().stream().filter(table -> !rests(table, today)).forEach(table -> look(table, today));
    }

    /**
     * Looks at those that rest, too, and finds places for recipients who are paid often: in tables that have room, then in
     * a new one.
     *
     * @return whether a new one was planned, so that there may be recipients for another
     * @throws network.peer.chain.rpc.RpcException if the node does not answer
     */
    public boolean review(LocalDate today) {
        store.open().forEach(table -> look(table, today));
        return planner.plan(today);
    }

    private boolean rests(StoredLookupTable table, LocalDate today) {
        return table.state() == LookupTableState.ACTIVE && table.toPlace().isEmpty() && !isUnused(table, today);
    }

    private boolean isUnused(StoredLookupTable table, LocalDate today) {
        return table.lastUsedOn().plusDays(policy.unusedDays()).isBefore(today);
    }

    private void look(StoredLookupTable table, LocalDate today) {
        if (table.authority().equals(authority.publicKey())) {
            reader.read(table.address()).ifPresent(seen -> advance(table, seen, today));
        }
    }

    private void advance(StoredLookupTable table, Seen seen, LocalDate today) {
        if (seen.account().isPresent()) {
            advanceOnChain(table, seen, seen.account().get(), today);
        } else if (table.state() == LookupTableState.CREATING) {
            create(table, seen);
        } else if (table.state() == LookupTableState.DEACTIVATING) {
            moved(table, LookupTableState.CLOSED);
        } else if (isLongPast(table.recentSlot(), seen)) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-021 a lookup table is not on chain, it is given up table={0} state={1}",
                    table.address(),
                    table.state());
            moved(table, LookupTableState.DEACTIVATING);
        }
    }

    private static boolean isLongPast(long slot, Seen seen) {
        return seen.slot() > slot + RECENT_SLOTS;
    }

    private void create(StoredLookupTable table, Seen seen) {
        if (isUnderWay(table, seen)) {
            return;
        }
        PublicKey payer = authority.publicKey();
        boolean begun =
                steps.begin(table, Kind.CREATE, LookupTableInstructions.create(payer, payer, table.recentSlot()));
        if (!begun && isLongPast(table.recentSlot(), seen)) {
            moved(table, LookupTableState.CLOSED);
        }
    }

    private void advanceOnChain(StoredLookupTable table, Seen seen, LookupTableAccount account, LocalDate today) {
        switch (table.state()) {
            case CREATING -> moved(table, LookupTableState.WARMING);
            case WARMING, ACTIVE -> fillOrGiveUp(table, seen, account, today);
            case DEACTIVATING -> deactivateOrClose(table, seen, account);
            case CLOSED -> throw new IllegalStateException("a closed table is asked for: " + table.address());
        }
    }

    private void fillOrGiveUp(StoredLookupTable table, Seen seen, LookupTableAccount account, LocalDate today) {
        int placed = store.placed(table.address(), account.addresses());
        if (account.deactivationSlot().isPresent() || isUnused(table, today)) {
            moved(table, LookupTableState.DEACTIVATING);
        } else if (placed > 0) {
            table.step().ifPresent(step -> store.over(table.address(), step));
            if (placed == table.toPlace().size() && table.state() == LookupTableState.WARMING) {
                moved(table, LookupTableState.ACTIVE);
            }
        } else if (!table.toPlace().isEmpty() && !isUnderWay(table, seen)) {
            extend(table, account);
        } else if (table.toPlace().isEmpty() && table.state() == LookupTableState.WARMING) {
            moved(table, LookupTableState.ACTIVE);
        }
    }

    private void extend(StoredLookupTable table, LookupTableAccount account) {
        int room = LookupTable.MOST_ADDRESSES - account.addresses().size();
        if (room == 0) {
            moved(table, LookupTableState.DEACTIVATING);
            return;
        }
        List<PublicKey> addresses =
                table.toPlace().subList(0, Math.min(room, table.toPlace().size()));
        PublicKey payer = authority.publicKey();
        steps.begin(
                table,
                Kind.EXTEND,
                LookupTableInstructions.extend(table.address(), payer, payer, steps.fitting(table, addresses)));
    }

    /** Closing it too early fails in the simulation, and is tried again. */
    private void deactivateOrClose(StoredLookupTable table, Seen seen, LookupTableAccount account) {
        boolean deactivated = account.deactivationSlot().isPresent();
        boolean stillToCome = table.step()
                .map(step -> step.kind() == Kind.CLOSE || !deactivated)
                .orElse(false);
        if (stillToCome && isUnderWay(table, seen)) {
            return;
        }
        PublicKey payer = authority.publicKey();
        if (!deactivated) {
            steps.begin(table, Kind.DEACTIVATE, LookupTableInstructions.deactivate(table.address(), payer));
        } else if (isLongPast(account.deactivationSlot().orElseThrow(), seen)) {
            steps.begin(table, Kind.CLOSE, LookupTableInstructions.close(table.address(), payer, payer));
        }
    }

    /** While it may still land, nothing else is sent for the table. */
    private static boolean isUnderWay(StoredLookupTable table, Seen seen) {
        return table.step()
                .map(step -> seen.blockHeight() <= step.lastValidBlockHeight())
                .orElse(false);
    }

    private void moved(StoredLookupTable table, LookupTableState to) {
        if (store.move(table.address(), table.state(), to)) {
            LOGGER.log(
                    Level.INFO,
                    "lookup table moved on table={0} from={1} to={2} addresses={3}",
                    table.address(),
                    table.state(),
                    to,
                    table.size());
        }
    }
}
