package network.peer.settlement.internal;

import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import network.peer.settlement.LaneLease;
import network.peer.settlement.LaneWork;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.PayableLeg;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;
import org.jspecify.annotations.Nullable;

/** The intents as lanes see them: ready, claimed, given back, parked. */
public final class IntentTable {
    /** Asked once a statement, not once a row. */
    static final String KIND_NOT_PAUSED =
            "'KIND:' || i.kind <> all (array(select scope from settlement_pause where scope like 'KIND:%'))";

    private static final String READY = "r.work = ?1 and r.not_before <= clock_timestamp()"
            + " and 'KIND:' || r.kind <> all (array(select scope from settlement_pause where scope like 'KIND:%'))"
            + " and (not exists (select 1 from wallet where address is null) or not exists ("
            + "  select 1 from settlement_leg l join wallet w on w.id = l.from_wallet_id or w.id = l.to_wallet_id"
            + "  where l.intent_id = r.intent_id and w.address is null))";

    private static final int MOST_PAGES = 16;

    /** Long enough for what the lanes of one kind of work hold at once, and a claim behind it. */
    private static final int STRETCH_IN_CLAIMS = 5;

    private static final int MOST_LOOKS = 8;

    private final EntityManager entities;

    public IntentTable(EntityManager entities) {
        this.entities = entities;
    }

    public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
        List<Candidate> ready = lease.lane().work() == LaneWork.MINT ? readyPayouts(limit) : movements(limit);
        if (ready.isEmpty()) {
            return List.of();
        }
        int claimed = entities.createNativeQuery(
                        "with claim as (insert into settlement_claim (id, lane, fence, claimed_until, intent_ids)"
                                + "  values (?5, ?2, ?3, clock_timestamp() + make_interval(secs => cast(?4 as numeric) / 1000),"
                                + "   cast(?1 as uuid[])) returning id, lane, fence, claimed_until)"
                                + " update settlement_intent i set state = 'CLAIMED', claim_id = claim.id,"
                                + " claim_lane = claim.lane, claim_fence = claim.fence, claim_until = claim.claimed_until"
                                + " from claim where i.id = any (cast(?1 as uuid[])) and i.state = 'RECORDED'")
                .setParameter(1, Candidate.ids(ready))
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .setParameter(4, duration.toMillis())
                .setParameter(5, Ids.newId())
                .executeUpdate();
        if (claimed != ready.size()) {
            throw new IllegalStateException(
                    "of " + ready.size() + " intents in the queue only " + claimed + " are RECORDED");
        }
        return ready.stream().map(Candidate::claimed).toList();
    }

    /**
     * Held under an older fence, or beyond its lease: nobody can store an attempt for it any more. Of other lanes, too,
     * what is beyond its lease: a lane that was paused meanwhile is not leased, and cannot give back what it holds.
     */
    public void giveBackWhatNobodyHolds(LaneLease lease) {
        entities.createNativeQuery(
                        "with over as (delete from settlement_claim where (lane, id) in (select lane, id from settlement_claim"
                                + "   where lane = ?1 and fence < ?2 or claimed_until < clock_timestamp() for update skip locked)"
                                + "  returning lane, fence, claimed_until, intent_ids)"
                                + " update settlement_intent i set state = 'RECORDED', claim_id = null, claim_lane = null, claim_fence = null,"
                                + " claim_until = null from over where i.id = any (over.intent_ids) and i.state = 'CLAIMED'"
                                + " and i.claim_lane = over.lane and i.claim_fence = over.fence and i.claim_until = over.claimed_until")
                .setParameter(1, lease.lane().name())
                .setParameter(2, lease.fence())
                .executeUpdate();
    }

    public void release(LaneLease lease, Collection<UUID> intentIds, Duration pause, String problem) {
        entities.createNativeQuery(
                        "update settlement_intent set state = 'RECORDED', claim_id = null, claim_lane = null,"
                                + " claim_fence = null, claim_until = null, last_problem = ?4,"
                                + " not_before = clock_timestamp() + make_interval(secs => cast(?5 as numeric) / 1000)"
                                + " where id = any (cast(?1 as uuid[]))"
                                + " and state = 'CLAIMED' and claim_lane = ?2 and claim_fence = ?3")
                .setParameter(1, Rows.array(intentIds))
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .setParameter(4, problem)
                .setParameter(5, pause.toMillis())
                .executeUpdate();
    }

    public void park(LaneLease lease, UUID intentId, String cause) {
        entities.createNativeQuery("update settlement_intent set state = 'PARKED', claim_id = null, claim_lane = null,"
                        + " claim_fence = null, claim_until = null, last_problem = ?4"
                        + " where id = ?1 and state = 'CLAIMED' and claim_lane = ?2 and claim_fence = ?3")
                .setParameter(1, intentId)
                .setParameter(2, lease.lane().name())
                .setParameter(3, lease.fence())
                .setParameter(4, cause)
                .executeUpdate();
    }

    /**
     * The first of the oldest day that nobody else takes; if others take all that is left of that day, of the next one. Each
     * look is at a stretch of the queue, however long the queue is.
     */
    private List<Candidate> readyPayouts(int limit) {
        long from = Long.MIN_VALUE;
        for (int look = 0; look < MOST_LOOKS; look++) {
            List<Rows.Row> found = Rows.list(entities.createNativeQuery("with stretch as materialized ("
                            + " select r.position, r.batch_key from settlement_ready r where " + READY
                            + " and r.position >= ?3 order by r.position limit ?2),"
                            + " oldest as (select batch_key from stretch order by position limit 1)"
                            + " select oldest.batch_key, max(position),"
                            + "  min(position) filter (where stretch.batch_key <> oldest.batch_key)"
                            + " from stretch, oldest group by oldest.batch_key")
                    .setParameter(1, LaneWork.MINT.code())
                    .setParameter(2, limit * STRETCH_IN_CLAIMS)
                    .setParameter(3, from));
            if (found.isEmpty()) {
                return List.of();
            }
            Rows.Row stretch = found.get(0);
            long last = stretch.longAt(1);
            List<Candidate> payouts = candidates(Rows.list(
                    entities.createNativeQuery(firstReady(" and r.batch_key = ?3 and r.position between ?4 and ?5"))
                            .setParameter(1, LaneWork.MINT.code())
                            .setParameter(2, limit)
                            .setParameter(3, stretch.text(0))
                            .setParameter(4, from)
                            .setParameter(5, last)));
            if (!payouts.isEmpty()) {
                return payouts;
            }
            from = stretch.isNull(2) ? last + 1 : stretch.longAt(2);
        }
        return List.of();
    }

    /** Locked in the queue; whoever changes an intent that stands there changes the queue, too. */
    private static String firstReady(String condition) {
        return "with first as materialized (select r.intent_id, r.position from settlement_ready r where " + READY
                + condition + " order by r.position limit ?2 for update of r skip locked)"
                + " select i.id, i.kind, i.batch_key, i.attempts from first"
                + " join settlement_intent i on i.id = first.intent_id order by first.position";
    }

    /**
     * What waits for tokens rests if there are more behind it, so that as many of them as the limit do not hold up
     * everybody else.
     */
    private List<Candidate> movements(int limit) {
        MovementOrder order = new MovementOrder(entities);
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Candidate> ready = readyMovements(limit);
            MovementOrder.Sorted sorted = order.sort(ready);
            boolean more = ready.size() == limit;
            if (more) {
                rest(sorted.waitForTokens());
            }
            if (!more || !sorted.mayGo().isEmpty() || sorted.waitForTokens().isEmpty()) {
                return sorted.mayGo();
            }
        }
        return List.of();
    }

    private void rest(List<UUID> intentIds) {
        if (!intentIds.isEmpty()) {
            entities.createNativeQuery(
                            "update settlement_intent set last_problem = 'waits for an earlier credit',"
                                    + " not_before = clock_timestamp() + interval '1 second' where id = any (cast(?1 as uuid[]))")
                    .setParameter(1, Rows.array(intentIds))
                    .executeUpdate();
        }
    }

    /** What an earlier debit of the same wallet holds up is left out here, so that it cannot crowd out the others. */
    private List<Candidate> readyMovements(int limit) {
        return candidates(Rows.list(entities.createNativeQuery(
                        firstReady(
                                " and not exists (select 1"
                                        + "  from settlement_leg l join settlement_open_leg o"
                                        + "   on o.from_wallet_id = l.from_wallet_id and o.position < r.position"
                                        + "  join settlement_intent e on e.id = o.intent_id"
                                        + "  where l.intent_id = r.intent_id and l.from_wallet_id is not null"
                                        + "  and (e.state <> 'RECORDED' or e.not_before > clock_timestamp()"
                                        + "   or 'KIND:' || e.kind = any (array(select scope from settlement_pause where scope like 'KIND:%'))))"))
                .setParameter(1, LaneWork.TRANSFER.code())
                .setParameter(2, limit)));
    }

    private List<Candidate> candidates(List<Rows.Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<FoundLeg>> legs =
                legs(rows.stream().map(row -> row.uuid(0)).toList());
        return rows.stream()
                .map(row -> {
                    List<FoundLeg> ofIntent = legs.getOrDefault(row.uuid(0), List.of());
                    Map<UUID, BigInteger> debits = new HashMap<>();
                    for (FoundLeg leg : ofIntent) {
                        if (leg.fromWalletId() != null) {
                            debits.merge(
                                    leg.fromWalletId(),
                                    BigInteger.valueOf(leg.payable().amount().baseUnits()),
                                    BigInteger::add);
                        }
                    }
                    return new Candidate(
                            new ClaimedIntent(
                                    row.uuid(0),
                                    IntentKind.valueOf(row.text(1)),
                                    row.text(2),
                                    row.intAt(3),
                                    false,
                                    ofIntent.stream().map(FoundLeg::payable).toList()),
                            debits);
                })
                .toList();
    }

    private record FoundLeg(@Nullable UUID fromWalletId, PayableLeg payable) {}

    private Map<UUID, List<FoundLeg>> legs(Collection<UUID> intentIds) {
        Map<UUID, List<FoundLeg>> legs = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select l.intent_id, l.instruction, l.from_wallet_id,"
                        + " f.role, f.derivation_index, f.address, t.address, l.amount_base_units from settlement_leg l"
                        + " left join wallet f on f.id = l.from_wallet_id left join wallet t on t.id = l.to_wallet_id"
                        + " where l.intent_id = any (cast(?1 as uuid[])) order by l.intent_id, l.ordinal")
                .setParameter(1, Rows.array(intentIds)))) {
            PayableLeg payable = new PayableLeg(
                    Instruction.valueOf(row.text(1)),
                    row.isNull(2)
                            ? null
                            : new WalletKey(
                                    WalletRole.valueOf(row.text(3)), row.longOrNull(4), new PublicKey(row.text(5))),
                    row.isNull(6) ? null : new PublicKey(row.text(6)),
                    new TokenAmount(row.longAt(7)));
            legs.computeIfAbsent(row.uuid(0), id -> new ArrayList<>()).add(new FoundLeg(row.uuidOrNull(2), payable));
        }
        return legs;
    }
}
