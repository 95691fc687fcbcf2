package network.peer.wallet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.token.Ids;
import network.peer.token.PublicKey;

/** The wallets. An address, once recorded, never changes; a derivation index is never given out twice. */
@ApplicationScoped
public class Wallets {
    private static final String COLUMNS =
            "select w.id, w.role, w.user_id, w.derivation_index, w.address, w.chain_state from wallet w ";

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected Wallets() {
        this.entities = null;
    }

    @Inject
    public Wallets(EntityManager entities) {
        this.entities = entities;
    }

    /** Opens the wallet of a new user; derivation index and address follow, see {@link #giveOutDerivationIndexes}. */
    @Transactional
    public void openUserWallet(UUID userId) {
        entities.createNativeQuery(
                        "insert into wallet (id, role, user_id, chain_state)" + " values (?1, 'USER', ?2, 'OFF_CHAIN')")
                .setParameter(1, Ids.newId())
                .setParameter(2, userId)
                .executeUpdate();
    }

    /**
     * Gives the oldest wallets without a derivation index the next ones. Whoever calls it knows that this database has lost no
     * user who has one of them.
     *
     * @return how many have got one
     */
    @Transactional
    public int giveOutDerivationIndexes(int limit) {
        return entities.createNativeQuery("update wallet set derivation_index = nextval('wallet_derivation_index')"
                        + " where id in (select id from wallet where role = 'USER' and derivation_index is null"
                        + "  order by id limit " + limit + " for update skip locked)")
                .executeUpdate();
    }

    @Transactional
    public Optional<Wallet> findByUser(UUID userId) {
        return list(entities.createNativeQuery(COLUMNS + "where w.user_id = ?1").setParameter(1, userId)).stream()
                .findFirst();
    }

    @Transactional
    public Optional<Wallet> findByRole(WalletRole role) {
        return list(entities.createNativeQuery(COLUMNS + "where w.role = ?1").setParameter(1, role.name())).stream()
                .findFirst();
    }

    /** By id; ids without a wallet are left out. */
    @Transactional
    public Map<UUID, Wallet> byIds(Collection<UUID> ids) {
        return list(entities.createNativeQuery(COLUMNS + "where w.id = any (cast(?1 as uuid[]))")
                        .setParameter(1, Rows.array(ids)))
                .stream()
                .collect(Collectors.toMap(Wallet::id, Function.identity()));
    }

    /** Wallets that still need their address and have what it follows from, oldest index first. */
    @Transactional
    public List<Wallet> withoutAddress(int limit) {
        return list(entities.createNativeQuery(COLUMNS + "where w.address is null"
                + " and (w.derivation_index is not null or w.role <> 'USER') order by w.derivation_index limit "
                + limit));
    }

    /** All wallets that have an address, a page at a time in the order of their ids. */
    @Transactional
    public List<Wallet> pageWithAddress(UUID after, int limit) {
        return list(entities.createNativeQuery(
                        COLUMNS + "where w.address is not null and w.id > ?1 order by w.id limit " + limit)
                .setParameter(1, after));
    }

    /**
     * Records the address of a wallet; recording the same one again changes nothing.
     *
     * @throws IllegalStateException if the wallet has another address already
     */
    @Transactional
    public void recordAddress(UUID walletId, PublicKey address) {
        int recorded = entities.createNativeQuery(
                        "update wallet set address = ?2 where id = ?1 and (address is null or address = ?2)")
                .setParameter(1, walletId)
                .setParameter(2, address.base58())
                .executeUpdate();
        if (recorded != 1) {
            throw new IllegalStateException("wallet " + walletId + " has another address than " + address
                    + ": the keystore is not the one that this database was used with");
        }
    }

    /** The derivation index that the next new user gets. */
    @Transactional
    public long nextDerivationIndex() {
        return Rows.single(entities.createNativeQuery(
                        "select last_value + case when is_called then 1 else 0 end from wallet_derivation_index"))
                .longAt(0);
    }

    /** Indexes after the given one that were drawn, or skipped, and have no wallet; the first so many, in order. */
    @Transactional
    public List<Long> orphanedDerivationIndexes(long after, int limit) {
        return Rows.list(entities.createNativeQuery("select n from generate_series(?1 + 1, ?2) as n"
                                + " where not exists (select 1 from wallet w where w.derivation_index = n)"
                                + " order by n limit " + limit)
                        .setParameter(1, after)
                        .setParameter(2, nextDerivationIndex() - 1))
                .stream()
                .map(row -> row.longAt(0))
                .toList();
    }

    /** Gives out no index up to and including this one any more; draws them, so that it never moves back. */
    @Transactional
    public void skipDerivationIndexes(long through) {
        long next = nextDerivationIndex();
        if (next <= through) {
            entities.createNativeQuery("select max(nextval('wallet_derivation_index')) from generate_series(1, "
                            + (through - next + 1) + ")")
                    .getResultList();
        }
    }

    private static List<Wallet> list(Query query) {
        return Rows.list(query).stream()
                .map(row -> new Wallet(
                        row.uuid(0),
                        WalletRole.valueOf(row.text(1)),
                        row.uuidOrNull(2),
                        row.longOrNull(3),
                        row.isNull(4) ? null : new PublicKey(row.text(4)),
                        ChainState.valueOf(row.text(5))))
                .toList();
    }
}
