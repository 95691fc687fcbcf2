package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.settlement.IntentKind;
import network.peer.settlement.Leg;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.Netting;
import network.peer.settlement.NettingPolicy;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * The windows of netted movements. Whoever joins or closes one holds its row to the end of the transaction, so that a
 * window's set is exact at each moment.
 */
public final class NetWindowTable {
    private static final String OPEN = " w where w.closed_at is null ";

    /** Of each pair of wallets the surplus of one direction; what the members owe and give back is nothing. */
    private static final String NET_LEGS = "with owed as ("
            + "  select o.from_wallet_id as payer, o.to_wallet_id as payee, o.amount_base_units as amount"
            + "  from settlement_intent i join settlement_open_leg o on o.intent_id = i.id where i.window_id = ?1)"
            + " select n.payer, n.payee, n.amount from ("
            + "  select payer, payee, sum(amount) as amount from ("
            + "   select payer, payee, amount from owed"
            + "   union all select payee, payer, -amount from owed where payee is not null) both_directions"
            + "  group by payer, payee) n left join wallet w on w.id = n.payee"
            + " where n.amount > 0 and n.payer is not null"
            // The first leg of a movement is its principal; then the burn, then the users.
            + " order by coalesce(w.role, 'BURN') <> 'TREASURY', n.payee is not null, n.payee";

    private final EntityManager entities;
    private final NettingPolicy policy;
    private final OwedTable owed;

    public NetWindowTable(EntityManager entities, NettingPolicy policy) {
        this.entities = entities;
        this.policy = policy;
        this.owed = new OwedTable(entities);
    }

    /**
     * The window of the wallet that a movement of these legs belongs to. Closes the one that is open, and opens another,
     * if that one is old, is full, or cannot take this movement.
     *
     * @param payer the ledger account that is debited; its postings are made and it is locked
     */
    UUID join(UUID walletId, LedgerAccountId payer, List<Leg> legs) {
        while (true) {
            Optional<UUID> open = lock("where w.closed_at is null and w.wallet_id = ?1", walletId);
            if (open.isPresent() && takes(open.get(), payer, legs)) {
                return open.get();
            }
            open.ifPresent(this::close);
            UUID id = Ids.newId();
            int opened = entities.createNativeQuery("insert into settlement_net_window"
                            + " (id, wallet_id, opened_at, incarnation) select ?1, ?2, clock_timestamp(), "
                            + PostgresIncarnation.SQL
                            + " on conflict (wallet_id) where closed_at is null do nothing")
                    .setParameter(1, id)
                    .setParameter(2, walletId)
                    .executeUpdate();
            if (opened == 1) {
                return id;
            }
        }
    }

    /**
     * The open window that owes exactly what these legs give back, if there is one: then neither goes on chain.
     *
     * @param reversed the postings that the legs undo
     */
    Optional<UUID> joinReversal(List<Leg> legs, List<UUID> reversed) {
        List<Rows.Row> windows = Rows.list(entities.createNativeQuery("select i.window_id, count(*) from unnest("
                        + "cast(?1 as uuid[]), cast(?2 as uuid[]), cast(?3 as uuid[])) as back (posting_id, payer, payee)"
                        + " join settlement_leg l on l.ledger_posting_id = back.posting_id"
                        + "  and l.from_wallet_id = back.payee and l.to_wallet_id = back.payer"
                        + " join settlement_intent i on i.id = l.intent_id"
                        + " where i.window_id is not null group by i.window_id")
                .setParameter(1, Rows.array(reversed))
                .setParameter(2, wallets(legs, Leg::fromWalletId))
                .setParameter(3, wallets(legs, Leg::toWalletId)));
        return windows.size() == 1 && windows.get(0).longAt(1) == legs.size()
                ? lock("where w.closed_at is null and w.id = ?1", windows.get(0).uuid(0))
                : Optional.empty();
    }

    private static String wallets(List<Leg> legs, Function<Leg, @Nullable UUID> end) {
        return legs.stream()
                .map(leg -> Objects.toString(end.apply(leg), "null"))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Movements of these wallets that are not netted go after all that was. */
    void closeOf(Collection<UUID> walletIds) {
        Rows.list(entities.createNativeQuery("select w.id from settlement_net_window" + OPEN
                                + " and w.wallet_id = any (cast(?1 as uuid[])) order by w.wallet_id for update")
                        .setParameter(1, Rows.array(walletIds)))
                .forEach(row -> close(row.uuid(0)));
    }

    /** Nothing more fits: nobody has to come by to close it. */
    void closeIfFull(UUID windowId) {
        if (members(windowId) >= policy.mostMembers()) {
            close(windowId);
        }
    }

    /** Closes the window if it exists and is open. */
    void closeIfOpen(UUID windowId) {
        lock("where w.closed_at is null and w.id = ?1", windowId).ifPresent(this::close);
    }

    public boolean closeUnlessInUse(UUID windowId) {
        Optional<UUID> locked = first(entities.createNativeQuery(
                        "select w.id from settlement_net_window" + OPEN + " and w.id = ?1 for update skip locked")
                .setParameter(1, windowId));
        locked.ifPresent(this::close);
        return locked.isPresent();
    }

    public List<UUID> due(int limit) {
        return Rows.list(entities.createNativeQuery("select w.id from settlement_net_window" + OPEN
                                + " and w.opened_at <= clock_timestamp()"
                                + "  - make_interval(secs => cast(?1 as numeric) / 1000)"
                                + " and not exists (select 1 from settlement_pause where scope = 'RECOVERY')"
                                + " order by w.opened_at limit " + limit)
                        .setParameter(1, policy.window().toMillis()))
                .stream()
                .map(row -> row.uuid(0))
                .toList();
    }

    /** The row is locked: nobody joins any more. */
    private void close(UUID windowId) {
        List<Leg> legs = Rows.list(entities.createNativeQuery(NET_LEGS).setParameter(1, windowId)).stream()
                .map(row -> new Leg(
                        row.isNull(1) ? Instruction.BURN : Instruction.TRANSFER,
                        row.uuid(0),
                        row.uuidOrNull(1),
                        new TokenAmount(row.longAt(2)),
                        null))
                .toList();
        OwedIntent net = new OwedIntent(IntentKind.NET, windowId.toString(), windowId.toString(), legs);
        owed.insert(null, null, List.of(net));
        entities.createNativeQuery(
                        "update settlement_net_window set closed_at = clock_timestamp(), net_intent_id = ?2 where id = ?1")
                .setParameter(1, windowId)
                .setParameter(2, net.id())
                .executeUpdate();
        if (legs.isEmpty()) {
            entities.createNativeQuery("update settlement_intent set state = 'SETTLED', settled_at = clock_timestamp()"
                            + " where id = ?1")
                    .setParameter(1, net.id())
                    .executeUpdate();
        }
    }

    /**
     * The last condition keeps two wallets from waiting for each other on chain: what came in after the window was opened
     * may itself depend on what the window owes.
     */
    private boolean takes(UUID windowId, LedgerAccountId payer, List<Leg> legs) {
        String users = Rows.array(legs.stream()
                .map(Leg::toWalletId)
                .filter(to -> to != null && !to.equals(ChainStates.TREASURY_WALLET))
                .toList());
        return Rows.single(entities.createNativeQuery("select w.incarnation = " + PostgresIncarnation.SQL
                                + " and w.opened_at > clock_timestamp() - make_interval(secs => cast(?2 as numeric) / 1000)"
                                + " and (select count(*) from ("
                                + "   select o.to_wallet_id from settlement_open_leg o"
                                + "   where o.from_wallet_id = w.wallet_id and o.position is null and o.to_wallet_id <> ?3"
                                + "   union select unnest(cast(?4 as uuid[]))) u) <= " + Netting.MOST_USERS
                                + " and (select b.available_base_units from ledger_account_balance b where b.account_id = ?5)"
                                + "  >= (select coalesce(sum(o.amount_base_units), 0) from settlement_open_leg o"
                                + "   where o.to_wallet_id = w.wallet_id and (o.position is null or o.position > w.position))"
                                + " from settlement_net_window w where w.id = ?1")
                        .setParameter(1, windowId)
                        .setParameter(2, policy.window().toMillis())
                        .setParameter(3, ChainStates.TREASURY_WALLET)
                        .setParameter(4, users)
                        .setParameter(5, payer.value()))
                .booleanAt(0);
    }

    private long members(UUID windowId) {
        return Rows.single(entities.createNativeQuery("select count(*) from settlement_intent where window_id = ?1")
                        .setParameter(1, windowId))
                .longAt(0);
    }

    private Optional<UUID> lock(String condition, UUID id) {
        return first(entities.createNativeQuery("select w.id from settlement_net_window w " + condition + " for update")
                .setParameter(1, id));
    }

    private static Optional<UUID> first(Query query) {
        return Rows.list(query).stream().map(row -> row.uuid(0)).findFirst();
    }
}
