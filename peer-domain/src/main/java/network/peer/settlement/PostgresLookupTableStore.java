package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import network.peer.database.Rows;
import network.peer.database.Rows.Row;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/** Lookup tables in PostgreSQL. Whoever gives out places locks the table of tables, so that nobody gets two. */
@ApplicationScoped
@Transactional(
        value = TxType.REQUIRES_NEW,
        dontRollbackOn = {})
public class PostgresLookupTableStore implements LookupTableStore {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected PostgresLookupTableStore() {
        this.entities = null;
    }

    @Inject
    public PostgresLookupTableStore(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public List<StoredLookupTable> open() {
        Map<String, List<PublicKey>> toPlace = new HashMap<>();
        Rows.list(entities.createNativeQuery(
                        "select e.table_address, e.token_account from settlement_lookup_table_entry e"
                                + " join settlement_lookup_table t on t.address = e.table_address"
                                + " where t.state <> 'CLOSED' and e.place is null"
                                + " order by e.wallet_id nulls first"))
                .forEach(row -> toPlace.computeIfAbsent(row.text(0), table -> new ArrayList<>())
                        .add(new PublicKey(row.text(1))));
        return Rows.list(entities.createNativeQuery(
                        "select t.address, t.authority, t.recent_slot, t.state, t.last_used_on, t.step, t.step_signature,"
                                + " s.signed_at_slot, t.step_last_valid_block_height, (select count(*) from settlement_lookup_table_entry e"
                                + "  where e.table_address = t.address and e.place is not null)"
                                + " from settlement_lookup_table t"
                                + " left join settlement_lookup_table_step s on s.signature = t.step_signature"
                                + " where t.state <> 'CLOSED' order by t.created_at, t.address"))
                .stream()
                .map(row -> new StoredLookupTable(
                        new PublicKey(row.text(0)),
                        new PublicKey(row.text(1)),
                        row.longAt(2),
                        LookupTableState.valueOf(row.text(3)),
                        row.date(4),
                        row.intAt(9),
                        toPlace.getOrDefault(row.text(0), List.of()),
                        step(row)))
                .toList();
    }

    private static Optional<LookupTableStep> step(Row row) {
        return row.isNull(5)
                ? Optional.empty()
                : Optional.of(new LookupTableStep(
                        LookupTableStep.Kind.valueOf(row.text(5)),
                        new TransactionSignature(row.text(6)),
                        row.longAt(7),
                        row.longAt(8)));
    }

    /** The business key of a payout begins with its day. */
    @Override
    public List<Recipient> recurring(LocalDate after, int leastDays, int limit) {
        return Rows.list(entities.createNativeQuery("select w.id, w.address from settlement_intent i"
                                + " join settlement_leg l on l.intent_id = i.id join wallet w on w.id = l.to_wallet_id"
                                + " where i.kind = 'MINT' and i.business_key >= ?1 and i.state = 'SETTLED'"
                                + " and w.address is not null and not exists"
                                + "  (select 1 from settlement_lookup_table_entry e where e.wallet_id = w.id)"
                                + " group by w.id, w.address having count(distinct i.batch_key) >= ?2"
                                + " order by max(i.position) limit ?3")
                        .setParameter(1, after.plusDays(1).toString())
                        .setParameter(2, leastDays)
                        .setParameter(3, limit))
                .stream()
                .map(row -> new Recipient(row.uuid(0), new PublicKey(row.text(1))))
                .toList();
    }

    @Override
    public boolean plan(
            PublicKey table,
            PublicKey authority,
            long recentSlot,
            LocalDate today,
            PublicKey mint,
            List<Place> places) {
        lockPlaces();
        if (anyHasAPlace(places)) {
            return false;
        }
        int planned = entities.createNativeQuery(
                        "insert into settlement_lookup_table (address, authority, recent_slot, last_used_on)"
                                + " values (?1, ?2, ?3, ?4) on conflict (address) do nothing")
                .setParameter(1, table.base58())
                .setParameter(2, authority.base58())
                .setParameter(3, recentSlot)
                .setParameter(4, today)
                .executeUpdate();
        if (planned == 0) {
            return false;
        }
        entities.createNativeQuery(
                        "insert into settlement_lookup_table_entry (table_address, token_account) values (?1, ?2)")
                .setParameter(1, table.base58())
                .setParameter(2, mint.base58())
                .executeUpdate();
        insert(table, places);
        return true;
    }

    @Override
    public boolean add(PublicKey table, List<Place> places) {
        lockPlaces();
        boolean serves = !Rows.list(entities.createNativeQuery("select 1 from settlement_lookup_table"
                                + " where address = ?1 and state in ('CREATING', 'WARMING', 'ACTIVE')")
                        .setParameter(1, table.base58()))
                .isEmpty();
        if (!serves || anyHasAPlace(places)) {
            return false;
        }
        insert(table, places);
        return true;
    }

    /** Against others who give out places, not against those who read. */
    private void lockPlaces() {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtext('settlement_lookup_table'))")
                .getResultList();
    }

    private boolean anyHasAPlace(List<Place> places) {
        return !Rows.list(entities.createNativeQuery("select 1 from settlement_lookup_table_entry"
                                + " where wallet_id = any (cast(?1 as uuid[])) limit 1")
                        .setParameter(
                                1,
                                Rows.array(places.stream().map(Place::walletId).toList())))
                .isEmpty();
    }

    private void insert(PublicKey table, List<Place> places) {
        entities.createNativeQuery("insert into settlement_lookup_table_entry (table_address, token_account, wallet_id)"
                        + " select ?1, p.token_account, p.wallet_id"
                        + " from unnest(cast(?2 as text[]), cast(?3 as uuid[])) as p (token_account, wallet_id)")
                .setParameter(1, table.base58())
                .setParameter(
                        2, Rows.array(places.stream().map(Place::tokenAccount).toList()))
                .setParameter(3, Rows.array(places.stream().map(Place::walletId).toList()))
                .executeUpdate();
    }

    @Override
    public boolean begin(
            PublicKey table, LookupTableState state, Optional<LookupTableStep> over, LookupTableStep step) {
        int begun = entities.createNativeQuery("update settlement_lookup_table set step = ?4, step_signature = ?5,"
                        + " step_last_valid_block_height = ?6 where address = ?1 and state = ?2"
                        + " and step_signature is not distinct from cast(?3 as text)"
                        + " and not exists (select 1 from settlement_pause where scope in ('ALL', 'RECOVERY'))")
                .setParameter(1, table.base58())
                .setParameter(2, state.name())
                .setParameter(3, Rows.text(over.map(LookupTableStep::signature).orElse(null)))
                .setParameter(4, step.kind().name())
                .setParameter(5, step.signature().base58())
                .setParameter(6, step.lastValidBlockHeight())
                .executeUpdate();
        if (begun == 1) {
            remember(table, step);
        }
        return begun == 1;
    }

    /** For as long as its cost is not booked; another step may take its place before. */
    private void remember(PublicKey table, LookupTableStep step) {
        entities.createNativeQuery("insert into settlement_lookup_table_step (id, table_address, step, signature,"
                        + " signed_at_slot, last_valid_block_height) values (?1, ?2, ?3, ?4, ?5, ?6)"
                        + " on conflict (signature) do nothing")
                .setParameter(1, Ids.newId())
                .setParameter(2, table.base58())
                .setParameter(3, step.kind().name())
                .setParameter(4, step.signature().base58())
                .setParameter(5, step.signedAtSlot())
                .setParameter(6, step.lastValidBlockHeight())
                .executeUpdate();
    }

    @Override
    public int placed(PublicKey table, List<PublicKey> onChain) {
        Map<PublicKey, Integer> first = new LinkedHashMap<>();
        IntStream.range(0, onChain.size()).forEach(index -> first.putIfAbsent(onChain.get(index), index));
        return entities.createNativeQuery("update settlement_lookup_table_entry e set place = seen.place"
                        + " from unnest(cast(?2 as text[]), cast(?3 as integer[])) as seen (token_account, place)"
                        + " where e.table_address = ?1 and e.token_account = seen.token_account and e.place is null")
                .setParameter(1, table.base58())
                .setParameter(2, Rows.array(first.keySet()))
                .setParameter(3, Rows.array(first.values()))
                .executeUpdate();
    }

    @Override
    public void over(PublicKey table, LookupTableStep step) {
        entities.createNativeQuery("update settlement_lookup_table set step = null, step_signature = null,"
                        + " step_last_valid_block_height = null where address = ?1 and step_signature = ?2")
                .setParameter(1, table.base58())
                .setParameter(2, step.signature().base58())
                .executeUpdate();
    }

    @Override
    public boolean move(PublicKey table, LookupTableState from, LookupTableState to) {
        int moved = entities.createNativeQuery("update settlement_lookup_table set state = ?3, step = null,"
                        + " step_signature = null, step_last_valid_block_height = null,"
                        + " closed_at = case when ?3 = 'CLOSED' then clock_timestamp() end"
                        + " where address = ?1 and state = ?2")
                .setParameter(1, table.base58())
                .setParameter(2, from.name())
                .setParameter(3, to.name())
                .executeUpdate();
        if (moved == 1 && (to == LookupTableState.DEACTIVATING || to == LookupTableState.CLOSED)) {
            entities.createNativeQuery("delete from settlement_lookup_table_entry where table_address = ?1")
                    .setParameter(1, table.base58())
                    .executeUpdate();
        }
        return moved == 1;
    }

    @Override
    public List<Usable> use(LocalDate rewardDay, Collection<PublicKey> tokenAccounts) {
        Map<String, Map<PublicKey, Integer>> indexes = new LinkedHashMap<>();
        Rows.list(entities.createNativeQuery(
                                "with own as materialized (select e.table_address, e.token_account, e.place"
                                        + "  from unnest(cast(?1 as text[])) as asked (token_account)"
                                        + "  join settlement_lookup_table_entry e on e.token_account = asked.token_account"
                                        + "  join settlement_lookup_table t on t.address = e.table_address"
                                        + "  where t.state = 'ACTIVE' and e.wallet_id is not null)"
                                        + " select u.table_address, u.token_account, u.place from (select * from own where place is not null union all"
                                        + "  select e.table_address, e.token_account, e.place from settlement_lookup_table_entry e"
                                        + "  where e.wallet_id is null and e.place is not null"
                                        + "  and e.table_address in (select table_address from own)) u"
                                        + " join settlement_lookup_table t on t.address = u.table_address"
                                        + " order by t.created_at, t.address, u.place")
                        .setParameter(1, Rows.array(Set.copyOf(tokenAccounts))))
                .forEach(row -> indexes.computeIfAbsent(row.text(0), table -> new LinkedHashMap<>())
                        .put(new PublicKey(row.text(1)), row.intAt(2)));
        markUsed(rewardDay, indexes.keySet());
        return indexes.entrySet().stream()
                .map(entry -> new Usable(new PublicKey(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** Another lane that marks a table holds its row; this one need not wait to write the same. */
    private void markUsed(LocalDate rewardDay, Collection<String> tables) {
        entities.createNativeQuery("update settlement_lookup_table set last_used_on = ?2 where address in"
                        + " (select address from settlement_lookup_table where address = any (cast(?1 as text[]))"
                        + "  and last_used_on < ?2 for no key update skip locked)")
                .setParameter(1, Rows.array(tables))
                .setParameter(2, rewardDay)
                .executeUpdate();
    }
}
