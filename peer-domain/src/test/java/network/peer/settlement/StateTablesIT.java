package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.peer.database.Rows;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StateTablesIT {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void javaAndTheDatabaseAllowTheSameSteps() {
        Set<String> java = new TreeSet<>();
        for (IntentState from : IntentState.values()) {
            from.next().forEach(to -> java.add("INTENT " + from + " " + to));
        }
        for (AttemptState from : AttemptState.values()) {
            from.next().forEach(to -> java.add("ATTEMPT " + from + " " + to));
        }

        List<String> database = StateTablesIT.database.inTransaction(em -> Rows.list(em.createNativeQuery(
                        "select subject || ' ' || from_state || ' ' || to_state from settlement_step"))
                .stream()
                .map(row -> row.text(0))
                .toList());

        assertThat(new TreeSet<>(database)).isEqualTo(java);
    }

    /** What runs with the owner's rights may be called by triggers only, unless it is here. */
    @Test
    void theApplicationCannotTakeAStepBySomeFunctionOfTheOwner() {
        List<String> callable = database.inTransaction(em -> Rows.list(em.createNativeQuery(
                        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                                + " where p.prosecdef and p.prorettype <> cast('trigger' as regtype)"
                                + " and n.nspname not in ('pg_catalog', 'information_schema')"
                                + " and has_function_privilege(current_user, p.oid, 'execute') order by 1"))
                .stream()
                .map(row -> row.text(0))
                .toList());

        assertThat(callable).containsExactly("ledger_fold", "ledger_lock");
    }

    @Test
    void theDatabaseIsTheSameInAnyTimeZone() {
        assertThat(incarnationSeenFrom("Europe/Berlin")).isEqualTo(incarnationSeenFrom("UTC"));
    }

    private static String incarnationSeenFrom(String timeZone) {
        return database.inTransaction(em -> {
            em.createNativeQuery("set local timezone = '" + timeZone + "'").executeUpdate();
            return PostgresRecoveryStore.withoutContainer(em).incarnation();
        });
    }

    @Test
    void onlyRejectedAndExpiredAttemptsLetAnIntentBeSignedAgain() {
        assertThat(Arrays.stream(AttemptState.values()).filter(state -> !state.isOpen()))
                .containsExactly(AttemptState.REJECTED, AttemptState.EXPIRED);
    }

    @Test
    void theDatabaseRefusesAStepThatIsNotInTheTable() throws SQLException {
        Holder holder = database.inTransaction(em -> Holders.aHolder(em));
        database.inTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(1), holder));

        refused(
                "update settlement_intent set state = 'SETTLED', settled_at = now() where state = 'RECORDED'",
                "cannot become SETTLED from RECORDED");
        refused(
                "update settlement_intent set state = 'CLAIMED', claim_lane = 'mint', claim_fence = 1, claim_until = now();"
                        + "update settlement_intent set state = 'IN_ATTEMPT', claim_lane = null, claim_fence = null, claim_until = null",
                "has no open attempt");
        refused("delete from settlement_intent", "permission denied");
        refused("update settlement_intent set business_key = 'other'", "permission denied");
    }

    private static void refused(String sql, String message) throws SQLException {
        try (Connection connection = database.appConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining(message);
            connection.rollback();
        }
    }
}
