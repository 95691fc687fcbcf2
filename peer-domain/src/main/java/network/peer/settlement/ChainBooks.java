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
 * What follows on the books once the chain is final: what each landed attempt cost, in lamports, and the burns that are
 * final, which move from BURN to ISSUANCE and do not reopen the cap.
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

    /** An attempt that landed and whose cost is not on the books yet. */
    public record Unbooked(UUID attemptId, TransactionSignature signature) {}

    /** The oldest of them. */
    @Transactional
    public List<Unbooked> unbooked(int limit) {
        return Rows.list(entities.createNativeQuery("select id, signature from settlement_attempt"
                        + " where booked_at is null and state in ('FINALIZED', 'REJECTED') order by id limit " + limit))
                .stream()
                .map(row -> new Unbooked(row.uuid(0), new TransactionSignature(row.text(1))))
                .toList();
    }

    /**
     * What a landed attempt cost.
     *
     * @param rentLamports what the accounts that it opened hold; negative if it closed some
     */
    public record Cost(UUID attemptId, long feeLamports, long rentLamports) {}

    /** Books each attempt once, all of them in one ledger transaction; what is booked already changes nothing. */
    @Transactional(TxType.REQUIRES_NEW)
    public void book(List<Cost> costs) {
        List<Cost> booked = costs.stream()
                .sorted(Comparator.comparing(Cost::attemptId, Ids.ORDER))
                .filter(this::markBooked)
                .toList();
        if (booked.isEmpty()) {
            return;
        }
        // An attempt is booked once, so the first one names the group.
        UUID first = booked.get(0).attemptId();
        post(
                TransactionKind.CHAIN_COST,
                "chain-cost:" + first,
                costs(
                        booked.stream().mapToLong(Cost::feeLamports).sum(),
                        booked.stream().mapToLong(Cost::rentLamports).sum()));
        post(
                TransactionKind.RETIREMENT,
                "retirement:" + first,
                retirement(booked.stream().map(Cost::attemptId).toList()));
    }

    private boolean markBooked(Cost cost) {
        return entities.createNativeQuery("update settlement_attempt set fee_lamports = ?2, rent_lamports = ?3,"
                                + " booked_at = clock_timestamp()"
                                + " where id = ?1 and booked_at is null and state in ('FINALIZED', 'REJECTED')")
                        .setParameter(1, cost.attemptId())
                        .setParameter(2, cost.feeLamports())
                        .setParameter(3, cost.rentLamports())
                        .executeUpdate()
                == 1;
    }

    /** What our landed transactions have cost lately, in lamports, rent included. */
    @Transactional
    public long spentLamports(Duration lately, LaneWork work) {
        return Rows.single(entities.createNativeQuery("select coalesce(sum(a.fee_lamports + a.rent_lamports), 0)"
                                + " from settlement_attempt a join settlement_lane l on l.name = a.lane"
                                + " where l.work = ?1"
                                + " and a.booked_at > clock_timestamp() - make_interval(secs => cast(?2 as numeric))")
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
