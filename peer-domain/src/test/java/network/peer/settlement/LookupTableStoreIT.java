package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.LookupTableStore.Place;
import network.peer.settlement.LookupTableStore.Usable;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookupTableStoreIT {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final PublicKey AUTHORITY = key(1);
    private static final PublicKey MINT = key(2);
    private static final PublicKey TABLE = key(3);

    private TestDatabase database;
    private LookupTableStore tables;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
        tables = EachCall.inItsOwnTransaction(database, LookupTableStore.class, PostgresLookupTableStore::new);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void javaAndTheDatabaseAllowTheSameSteps() {
        int table = 100;
        for (LookupTableState from : LookupTableState.values()) {
            for (LookupTableState to : LookupTableState.values()) {
                if (from != to) {
                    PublicKey address = key(table++);
                    insert(address, from);
                    if (from.next().contains(to)) {
                        assertThat(tables.move(address, from, to))
                                .as(from + " to " + to)
                                .isTrue();
                    } else {
                        assertThatThrownBy(() -> tables.move(address, from, to))
                                .as(from + " to " + to)
                                .hasMessageContaining("cannot become");
                    }
                }
            }
        }
    }

    @Test
    void aRecipientHasOnePlaceUntilTheTableIsGivenUp() {
        List<Place> places = List.of(place(10), place(11));
        assertThat(tables.plan(TABLE, AUTHORITY, 7, TODAY, MINT, places)).isTrue();

        assertThat(tables.plan(key(4), AUTHORITY, 8, TODAY, MINT, places.subList(0, 1)))
                .isFalse();
        assertThat(tables.plan(TABLE, AUTHORITY, 7, TODAY, MINT, List.of(place(12))))
                .as("the same table again")
                .isFalse();
        assertThat(tables.add(TABLE, places.subList(1, 2))).isFalse();
        assertThat(tables.open()).hasSize(1);
        assertThat(tables.open().get(0).toPlace()).startsWith(MINT).hasSize(3);

        tables.move(TABLE, LookupTableState.CREATING, LookupTableState.CLOSED);
        assertThat(tables.open()).isEmpty();
        assertThat(tables.plan(key(4), AUTHORITY, 8, TODAY, MINT, places)).isTrue();
    }

    @Test
    void aStepIsRecordedOnceAndNotWhileEverythingIsPaused() {
        tables.plan(TABLE, AUTHORITY, 7, TODAY, MINT, List.of(place(10)));
        LookupTableStep first = step(1);
        LookupTableStep second = step(2);

        assertThat(tables.begin(TABLE, LookupTableState.CREATING, Optional.empty(), first))
                .isTrue();
        assertThat(tables.begin(TABLE, LookupTableState.CREATING, Optional.empty(), second))
                .as("another node was faster")
                .isFalse();
        assertThat(tables.begin(TABLE, LookupTableState.WARMING, Optional.of(first), second))
                .as("in another state")
                .isFalse();
        assertThat(tables.open().get(0).step()).contains(first);
        EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new)
                .pause(PauseScope.ALL, "looking");
        assertThat(tables.begin(TABLE, LookupTableState.CREATING, Optional.of(first), second))
                .isFalse();
    }

    @Test
    void onlyWhatIsFinalInAnActiveTableIsUsedAndAPlaceStays() {
        Place paid = place(10);
        Place waiting = place(11);
        tables.plan(TABLE, AUTHORITY, 7, TODAY, MINT, List.of(paid, waiting));
        tables.move(TABLE, LookupTableState.CREATING, LookupTableState.WARMING);

        assertThat(tables.placed(TABLE, List.of(MINT, key(99), paid.tokenAccount(), paid.tokenAccount())))
                .as("the mint and one of two")
                .isEqualTo(2);
        assertThat(tables.placed(TABLE, List.of(MINT, key(99), paid.tokenAccount(), paid.tokenAccount())))
                .as("seen again")
                .isZero();
        List<PublicKey> asked = List.of(paid.tokenAccount(), waiting.tokenAccount());
        assertThat(tables.use(TODAY, asked)).as("still warming").isEmpty();
        tables.move(TABLE, LookupTableState.WARMING, LookupTableState.ACTIVE);

        assertThat(tables.use(TODAY.plusDays(3), asked))
                .containsExactly(new Usable(TABLE, Map.of(MINT, 0, paid.tokenAccount(), 2)));
        assertThat(tables.use(TODAY, List.of(waiting.tokenAccount(), key(98)))).hasSize(1);
        assertThat(tables.use(TODAY, List.of(key(98)))).isEmpty();
        assertThat(tables.open().get(0).lastUsedOn()).isEqualTo(TODAY.plusDays(3));
        assertThatThrownBy(() -> database.runInTransaction(
                        em -> em.createNativeQuery("update settlement_lookup_table_entry set place = 7 where place = 2")
                                .executeUpdate()))
                .hasMessageContaining("never changes");
    }

    private Place place(int number) {
        UUID wallet = database.inTransaction(em -> {
            Holder holder = Holders.aHolder(em);
            return new Wallets(em).findByUser(holder.userId()).orElseThrow().id();
        });
        return new Place(wallet, key(number));
    }

    private void insert(PublicKey address, LookupTableState state) {
        database.runInTransaction(em -> em.createNativeQuery("insert into settlement_lookup_table"
                        + " (address, authority, recent_slot, last_used_on, state, closed_at)"
                        + " values (?1, ?2, 1, current_date, ?3, case when ?3 = 'CLOSED' then now() end)")
                .setParameter(1, address.base58())
                .setParameter(2, AUTHORITY.base58())
                .setParameter(3, state.name())
                .executeUpdate());
    }

    private static LookupTableStep step(int number) {
        return new LookupTableStep(
                LookupTableStep.Kind.CREATE,
                TransactionSignature.of(
                        ByteBuffer.allocate(64).putInt(0, number).array()),
                900,
                1_000);
    }

    private static PublicKey key(int number) {
        return PublicKey.of(
                ByteBuffer.allocate(32).putInt(0, 9).putInt(28, number).array());
    }
}
