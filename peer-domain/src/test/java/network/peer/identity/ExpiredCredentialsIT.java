package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.function.Function;
import network.peer.database.Rows;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiredCredentialsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private static final String EMAIL = "alice@example.org";
    private static final String PASSWORD = "Secret123";
    private static final int MOST = 100;

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @BeforeEach
    void registerAlice() {
        database = TestDatabase.freshDatabase();
        run(s -> s.newPasswords().register(new RegisterCommand(EMAIL, "alice", PASSWORD, null)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSessionGoesWithItsTokensADayAfterTheNewestHasExpired() throws Exception {
        refresh(refresh(logIn()));
        expire("refresh_token", "23 hours");
        forget(MOST);
        assertThat(count("session")).isEqualTo(1);
        assertThat(count("refresh_token")).isEqualTo(3);

        expire("refresh_token", "25 hours");
        forget(MOST);

        assertThat(count("session")).isZero();
        assertThat(count("refresh_token")).isZero();
    }

    @Test
    void aLivingSessionKeepsItsOldestTokenWhichStillShowsATheft() throws Exception {
        String first = logIn();
        String second = refresh(first);
        owner("update refresh_token set expires_at = clock_timestamp() - interval '60 days' where used_at is not null");

        forget(MOST);

        assertThatThrownBy(() -> refresh(first)).isInstanceOf(RefreshRefusedException.class);
        assertThat(count("session where end_reason = 'TOKEN_REUSED'")).isEqualTo(1);
        assertThatThrownBy(() -> refresh(second)).isInstanceOf(RefreshRefusedException.class);
    }

    @Test
    void tokensFromMailsGoADayAfterTheyHaveExpired() throws Exception {
        database.runInTransaction(em -> {
            Services.of(em, CLOCK).accountMail().requestPasswordReset(EMAIL);
            Services.of(em, CLOCK).accountMail().answerRequests();
        });
        forget(MOST);
        assertThat(count("email_verification")).isEqualTo(1);
        assertThat(count("password_reset")).isEqualTo(1);

        expire("email_verification", "25 hours");
        expire("password_reset", "25 hours");
        forget(MOST);

        assertThat(count("email_verification")).isZero();
        assertThat(count("password_reset")).isZero();
    }

    @Test
    void manyGoInSeveralSteps() throws Exception {
        for (int i = 0; i < 3; i++) {
            logIn();
        }
        expire("refresh_token", "25 hours");

        assertThat(forget(2)).isTrue();
        assertThat(forget(2)).isFalse();

        assertThat(count("session")).isZero();
    }

    private String logIn() {
        return run(s -> s.logIns().logIn(EMAIL, PASSWORD)).refreshToken();
    }

    /** As the container does it: a refusal commits what it found out. */
    private String refresh(String token) {
        Object answer = database.<Object>inTransaction(em -> {
            try {
                return Services.of(em, CLOCK).sessions().refresh(token);
            } catch (RefreshRefusedException refused) {
                return refused;
            }
        });
        if (answer instanceof RefreshRefusedException refused) {
            throw refused;
        }
        return ((LoggedIn) answer).refreshToken();
    }

    private boolean forget(int most) {
        return database.inTransaction(em -> new ExpiredCredentials(em).forget(most));
    }

    private long count(String rows) {
        return database.inTransaction(em -> Rows.single(em.createNativeQuery("select count(*) from " + rows))
                .longAt(0));
    }

    private void expire(String table, String ago) throws SQLException {
        owner("update " + table + " set expires_at = clock_timestamp() - interval '" + ago + "'");
    }

    private void owner(String sql) throws SQLException {
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T extends @Nullable Object> T run(Function<Services, T> work) {
        return database.inTransaction(em -> work.apply(Services.of(em, CLOCK)));
    }
}
