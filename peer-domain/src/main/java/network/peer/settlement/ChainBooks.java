package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.ledger.Ledger;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.tokenomics.Tokenomics;

/**
 * What follows on the books once the chain is final: what each landed transaction of ours cost, in lamports, and the burns
 * that are final, which move from BURN to ISSUANCE and do not reopen the cap.
 */
@ApplicationScoped
public class ChainBooks {
    private final EntityManager entities;
    private final Ledger ledger;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected ChainBooks() {
        this(null, null, null, null);
    }

    @Inject
    public ChainBooks(EntityManager entities, Ledger ledger, Tokenomics tokenomics, BusinessClock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.tokenomics = tokenomics;
        this.clock = clock;
    }

    /** What a transaction of ours was for. */
    public enum Source {
        /** It paid intents, and has landed. */
        ATTEMPT("settlement_attempt"),
        /** It brought a lookup table further, if it landed. */
        TABLE("settlement_lookup_table_step");

        private final String table;

        Source(String table) {
            this.table = table;
        }
    }

    /**
     * A transaction whose cost is not on the books yet.
     *
     * @param id of the attempt, or of the step
     * @param signedAtSlot a slot before which it cannot have landed
     * @param lastValidBlockHeight after which it cannot land
     * @param misses how often no node had it
     */
    public record Unbooked(
            Source source,
            UUID id,
            TransactionSignature signature,
            long signedAtSlot,
            long lastValidBlockHeight,
            int misses) {
        private static final Comparator<Unbooked> ORDER =
                Comparator.comparing(Unbooked::source).thenComparing(Unbooked::id, Ids.ORDER);
    }

    /**
     * The oldest attempts and the oldest steps of lookup tables, at most so many of each, without those that are to wait.
     * What closes a table comes after what created and filled it: the rent that it gives back was lent before.
     */
    @Transactional
    public List<Unbooked> unbooked(int limit) {
        String waits = " left join settlement_cost_wait w on w.signature = c.signature";
        String due = " and (w.signature is null or w.ask_after <= clock_timestamp()) order by c.id limit " + limit;
        String columns = "c.id, c.signature, c.signed_at_slot, c.last_valid_block_height, coalesce(w.misses, 0) from ";
        return Rows.list(entities.createNativeQuery("(select 'ATTEMPT', " + columns + Source.ATTEMPT.table + " c"
                        + waits
                        + " where c.booked_at is null and c.state in ('FINALIZED', 'REJECTED')" + due + ") union all"
                        + " (select 'TABLE', " + columns + Source.TABLE.table + " c" + waits
                        + " where c.booked_at is null and c.absent_at is null and (c.step <> 'CLOSE' or not exists ("
                        + "  select 1 from settlement_lookup_table_step e where e.table_address = c.table_address"
                        + "  and e.step <> 'CLOSE' and e.booked_at is null and e.absent_at is null))" + due + ")"))
                .stream()
                .map(row -> new Unbooked(
                        Source.valueOf(row.text(0)),
                        row.uuid(1),
                        new TransactionSignature(row.text(2)),
                        row.longAt(3),
                        row.longAt(4),
                        row.intAt(5)))
                .toList();
    }

    /** No node had it: it is left alone for the pause. */
    @Transactional(TxType.REQUIRES_NEW)
    public void missed(Unbooked missed, Duration pause) {
        entities.createNativeQuery(
                        "insert into settlement_cost_wait as w (signature, ask_after) values (?1,"
                                + " clock_timestamp() + make_interval(secs => cast(?2 as numeric) / 1000))"
                                + " on conflict (signature) do update set misses = w.misses + 1, ask_after = excluded.ask_after")
                .setParameter(1, missed.signature().base58())
                .setParameter(2, pause.toMillis())
                .executeUpdate();
    }

    /** A step of a lookup table is proved never to have landed, and never to land: it cost nothing. */
    @Transactional(TxType.REQUIRES_NEW)
    public void absent(Unbooked step) {
        if (step.source() != Source.TABLE) {
            throw new IllegalArgumentException("attempt " + step.id() + " has landed");
        }
        entities.createNativeQuery("update settlement_lookup_table_step set absent_at = clock_timestamp()"
                        + " where id = ?1 and booked_at is null and absent_at is null")
                .setParameter(1, step.id())
                .executeUpdate();
        waitsNoMore(List.of(step));
    }

    /**
     * What a landed transaction cost.
     *
     * @param rentLamports what the accounts that it opened hold; negative if it closed some
     */
    public record Cost(Unbooked of, long feeLamports, long rentLamports) {}

    /** Books each once, all of them in one ledger transaction; what is booked already changes nothing. */
    @Transactional(TxType.REQUIRES_NEW)
    public void book(List<Cost> costs) {
        List<Cost> booked = costs.stream()
                .sorted(Comparator.comparing(Cost::of, Unbooked.ORDER))
                .filter(this::markBooked)
                .toList();
        if (booked.isEmpty()) {
            return;
        }
        waitsNoMore(booked.stream().map(Cost::of).toList());
        // Each is booked once, so the first one names the group.
        UUID first = booked.get(0).of().id();
        post(
                TransactionKind.CHAIN_COST,
                "chain-cost:" + first,
                costs(
                        booked.stream().mapToLong(Cost::feeLamports).sum(),
                        booked.stream().mapToLong(Cost::rentLamports).sum()));
        post(
                TransactionKind.RETIREMENT,
                "retirement:" + first,
                retirement(booked.stream()
                        .map(Cost::of)
                        .filter(one -> one.source() == Source.ATTEMPT)
                        .map(Unbooked::id)
                        .toList()));
    }

    private boolean markBooked(Cost cost) {
        String undecided =
                switch (cost.of().source()) {
                    case ATTEMPT -> "state in ('FINALIZED', 'REJECTED')";
                    case TABLE -> "absent_at is null";
                };
        return entities.createNativeQuery("update " + cost.of().source().table
                                + " set fee_lamports = ?2, rent_lamports = ?3, booked_at = clock_timestamp()"
                                + " where id = ?1 and booked_at is null and " + undecided)
                        .setParameter(1, cost.of().id())
                        .setParameter(2, cost.feeLamports())
                        .setParameter(3, cost.rentLamports())
                        .executeUpdate()
                == 1;
    }

    private void waitsNoMore(List<Unbooked> decided) {
        entities.createNativeQuery("delete from settlement_cost_wait where signature = any (cast(?1 as text[]))")
                .setParameter(
                        1, Rows.array(decided.stream().map(Unbooked::signature).toList()))
                .executeUpdate();
    }

    /** What our landed transactions have cost lately, in lamports, rent included; lookup tables serve, and are paid by, the mint lanes. */
    @Transactional
    public long spentLamports(Duration lately, LaneWork work) {
        return Rows.single(entities.createNativeQuery("select coalesce(sum(c.fee_lamports + c.rent_lamports), 0) from ("
                                + " select l.work, a.booked_at, a.fee_lamports, a.rent_lamports"
                                + " from settlement_attempt a join settlement_lane l on l.name = a.lane union all"
                                + " select 'mint', booked_at, fee_lamports, rent_lamports"
                                + " from settlement_lookup_table_step) c where c.work = ?1"
                                + " and c.booked_at > clock_timestamp() - make_interval(secs => cast(?2 as numeric))")
                        .setParameter(1, work.code())
                        .setParameter(2, lately.toSeconds()))
                .longAt(0);
    }

    private void post(TransactionKind kind, String key, List<Posting> postings) {
        if (!postings.isEmpty()) {
            ledger.post(new PostCommand(
                    kind,
                    key,
                    Ids.hash(key, postings.toString()),
                    clock.instant(),
                    tokenomics.current().version(),
                    null,
                    postings));
        }
    }

    /** A posting counts the base units of its accounts' unit: here lamports. */
    private static List<Posting> costs(long feeLamports, long rentLamports) {
        List<Posting> postings = new ArrayList<>();
        if (feeLamports > 0) {
            postings.add(lamports(SystemAccount.EXTERNAL_LAMPORTS, SystemAccount.CHAIN_FEES, feeLamports));
        }
        if (rentLamports > 0) {
            postings.add(lamports(SystemAccount.EXTERNAL_LAMPORTS, SystemAccount.ACCOUNT_RENT, rentLamports));
        }
        if (rentLamports < 0) {
            postings.add(lamports(SystemAccount.ACCOUNT_RENT, SystemAccount.EXTERNAL_LAMPORTS, -rentLamports));
        }
        return postings;
    }

    private static Posting lamports(SystemAccount debit, SystemAccount credit, long lamports) {
        return new Posting(debit.id(), credit.id(), PostingRole.PRINCIPAL, new TokenAmount(lamports));
    }

    private List<Posting> retirement(List<UUID> attemptIds) {
        long burned = Rows.single(entities.createNativeQuery(
                                "select coalesce(sum(l.amount_base_units), 0)"
                                        + " from settlement_attempt a"
                                        + " join settlement_attempt_intent ai on ai.attempt_id = a.id and ai.open"
                                        + " join settlement_leg l on l.intent_id = ai.intent_id"
                                        + " where a.id = any (cast(?1 as uuid[])) and a.state = 'FINALIZED' and l.instruction = 'BURN'")
                        .setParameter(1, Rows.array(attemptIds)))
                .longAt(0);
        return burned == 0
                ? List.of()
                : List.of(new Posting(
                        SystemAccount.BURN.id(),
                        SystemAccount.ISSUANCE.id(),
                        PostingRole.PRINCIPAL,
                        new TokenAmount(burned)));
    }
}
