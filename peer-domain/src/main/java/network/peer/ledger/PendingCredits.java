package network.peer.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import network.peer.database.Rows;

/**
 * Credits that wait beside their balance until the account is debited. TREASURY and others are only ever credited, so
 * what waits for them is folded from time to time: reading a balance sums it.
 */
@ApplicationScoped
public class PendingCredits {
    static final int MANY = 1_000;

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected PendingCredits() {
        this.entities = null;
    }

    @Inject
    public PendingCredits(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Folds the account that waits for most, if those are many. Credits do not wait for it, only debits of that account do.
     *
     * @return the account; empty if nowhere many wait
     */
    @Transactional
    public Optional<LedgerAccountId> foldWhereManyWait() {
        Optional<LedgerAccountId> busiest = Rows.list(entities.createNativeQuery(
                                "select account_id from ledger_pending_credit"
                                        + " group by account_id having count(*) >= ?1 order by count(*) desc, account_id limit 1")
                        .setParameter(1, MANY))
                .stream()
                .map(row -> new LedgerAccountId(row.uuid(0)))
                .findFirst();
        busiest.ifPresent(account -> Rows.single(entities.createNativeQuery("select cast(ledger_fold(?1) as text)")
                .setParameter(1, account.value())));
        return busiest;
    }
}
