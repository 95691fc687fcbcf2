package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.internal.BookedWallets;
import network.peer.settlement.internal.DifferencesJson;
import network.peer.token.Ids;
import network.peer.token.PublicKey;

/**
 * The books' side of the conservation check: what each of our wallets must hold on chain as of a slot, namely what is
 * booked, less the credits that are not final there yet, plus the debits that are not.
 */
@ApplicationScoped
public class Conservation {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected Conservation() {
        this.entities = null;
    }

    @Inject
    public Conservation(EntityManager entities) {
        this.entities = entities;
    }

    /** What a wallet must hold on chain, in base units; negative only if the books are wrong. */
    public record Expected(UUID walletId, String name, PublicKey address, BigInteger baseUnits) {}

    /**
     * @param wallets the wallets to compare
     * @param slot the slot at which the chain was read
     * @param landed attempts that are not recorded as FINALIZED but were seen final at or before the slot
     */
    @Transactional
    public List<Expected> expected(Collection<UUID> wallets, long slot, Collection<UUID> landed) {
        return Rows.list(entities.createNativeQuery("with pending as ("
                                + OPEN + " and " + OF_ASKED.formatted("o", "o") + " union all " + LATER + " and "
                                + OF_ASKED.formatted("l", "l") + "), effect as ("
                                + "  select e.wallet_id, sum(e.base_units) as base_units from ("
                                + "   select from_wallet_id as wallet_id, amount_base_units as base_units from pending"
                                + "   union all select to_wallet_id, -amount_base_units from pending) e group by e.wallet_id)"
                                + " select w.id, coalesce(w.role || ' ' || w.user_id, w.role), w.address,"
                                + " " + BookedWallets.BASE_UNITS + " + coalesce(effect.base_units, 0)"
                                + " from wallet w left join effect on effect.wallet_id = w.id"
                                + " where w.id = any (cast(?3 as uuid[]))")
                        .setParameter(1, slot)
                        .setParameter(2, Rows.array(landed))
                        .setParameter(3, Rows.array(wallets)))
                .stream()
                .map(row ->
                        new Expected(row.uuid(0), row.text(1), new PublicKey(row.text(2)), new BigInteger(row.text(3))))
                .toList();
    }

    /** What the mint's supply must be: all that is booked to holders, less mints and plus burns not final on chain. */
    @Transactional
    public BigInteger expectedSupply(long slot, Collection<UUID> landed) {
        return new BigInteger(Rows.single(entities.createNativeQuery(
                                PENDING
                                        + " select (select sum(available_base_units + reserved_base_units) from ledger_account_balance"
                                        + "  where unit = 'PEER' and (user_id is not null or system_code = 'TREASURY'))"
                                        + " - coalesce((select sum(amount_base_units) from pending where instruction = 'MINT'), 0)"
                                        + " + coalesce((select sum(amount_base_units) from pending where instruction = 'BURN'), 0)")
                        .setParameter(1, slot)
                        .setParameter(2, Rows.array(landed)))
                .text(0));
    }

    @Transactional
    public void record(ConservationReport report) {
        entities.createNativeQuery("insert into conservation_check (id, slot, holds, supply_base_units,"
                        + " expected_supply_base_units, wallets, differences)"
                        + " values (?1, ?2, ?3, cast(?4 as numeric), cast(?5 as numeric), ?6, cast(?7 as jsonb))")
                .setParameter(1, Ids.newId())
                .setParameter(2, report.slot())
                .setParameter(3, report.holds())
                .setParameter(4, report.supplyBaseUnits().toString())
                .setParameter(5, report.expectedSupplyBaseUnits().toString())
                .setParameter(6, report.wallets())
                .setParameter(7, DifferencesJson.write(report.differences()))
                .executeUpdate();
    }

    @Transactional
    public Optional<ConservationReport> latest() {
        return Rows.list(entities.createNativeQuery("select checked_at, slot, supply_base_units,"
                        + " expected_supply_base_units, wallets, cast(differences as text) from conservation_check"
                        + " order by checked_at desc limit 1"))
                .stream()
                .map(row -> new ConservationReport(
                        row.instant(0),
                        row.longAt(1),
                        new BigInteger(row.text(2)),
                        new BigInteger(row.text(3)),
                        row.longAt(4),
                        DifferencesJson.read(row.text(5))))
                .findFirst();
    }

    /** Whether any node recorded a check within so much time, by the database's clock; one of the future, after a failover, is none. */
    @Transactional
    public boolean wasCheckedWithin(Duration time) {
        return Rows.single(entities.createNativeQuery("select exists (select 1 from conservation_check"
                                + " where checked_at > clock_timestamp() - make_interval(secs => ?1)"
                                + " and checked_at <= clock_timestamp())")
                        .setParameter(1, (double) time.toSeconds()))
                .booleanAt(0);
    }

    /** The legs of intents that are not settled; ?2 are attempts known to have landed by slot ?1 all the same. */
    private static final String OPEN =
            "select o.instruction, o.from_wallet_id, o.to_wallet_id, o.amount_base_units from settlement_open_leg o"
                    + " where not exists (select 1 from settlement_attempt_intent ai where ai.intent_id = o.intent_id"
                    + "  and ai.open and ai.attempt_id = any (cast(?2 as uuid[])))";

    /** The legs of what is settled by now, and landed after slot ?1. */
    private static final String LATER =
            "select l.instruction, l.from_wallet_id, l.to_wallet_id, l.amount_base_units from settlement_attempt a"
                    + " join settlement_attempt_intent ai on ai.attempt_id = a.id"
                    + " join settlement_leg l on l.intent_id = ai.intent_id"
                    + " where a.state = 'FINALIZED' and a.landed_slot > ?1";

    /** So that a page of wallets reads its own legs only, however long the outbox is. */
    private static final String OF_ASKED =
            "(%s.to_wallet_id = any (cast(?3 as uuid[])) or %s.from_wallet_id = any (cast(?3 as uuid[])))";

    private static final String PENDING = "with pending as (" + OPEN + " union all " + LATER + ")";
}
