package network.peer.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.token.TokenAmount;

/** Balances of many users at once. */
@ApplicationScoped
public class BalanceQueries {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected BalanceQueries() {
        this.entities = null;
    }

    @Inject
    public BalanceQueries(EntityManager entities) {
        this.entities = entities;
    }

    /** By user, in one statement; a user without an account is left out. */
    @Transactional
    public Map<UUID, Balance> ofUsers(Collection<UUID> userIds) {
        Map<UUID, Balance> balances = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery("select user_id, available_base_units,"
                        + " reserved_base_units from ledger_account_balance"
                        + " where unit = 'PEER' and user_id = any (cast(?1 as uuid[]))")
                .setParameter(1, Rows.array(userIds)))) {
            balances.put(row.uuid(0), new Balance(new TokenAmount(row.longAt(1)), new TokenAmount(row.longAt(2))));
        }
        return balances;
    }
}
