package network.peer.tokenomics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenomicsIT {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstVersionHasTheFiguresOfTheSpecification() {
        TokenomicsVersion first = at("2026-11-21T10:00:00Z");

        assertThat(first.version()).isEqualTo(1);
        assertThat(first.totalCap()).isEqualTo(TokenAmount.ofPeer(19_500_000));
        assertThat(first.dailyPool()).isEqualTo(TokenAmount.ofPeer(5_000));
        assertThat(first.terms(ActionKind.POST)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(20), 1, 0));
        assertThat(first.terms(ActionKind.LIKE)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(3), 3, 500));
        assertThat(first.terms(ActionKind.DISLIKE)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(3), 0, -300));
        assertThat(first.terms(ActionKind.COMMENT)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(1), 4, 200));
        assertThat(first.terms(ActionKind.VIEW)).isEqualTo(new ActionTerms(TokenAmount.ZERO, 0, 25));
        assertThat(first.feeRates()).isEqualTo(new FeeRates(200, 100, 100));
        assertThat(first.transferMinimum()).isEqualTo(TokenAmount.parse("0.000001"));
        assertThat(first.transferMessageMaxGraphemes()).isEqualTo(500);
    }

    @Test
    void aVersionIsInForceFromItsFirstInstantOn() throws SQLException {
        owner(nextVersion("2026-12-01T09:30:00Z", "like_price_base_units", "4000000000"));

        assertThat(at("2026-12-01T09:29:59.999999Z").version()).isEqualTo(1);
        assertThat(at("2026-12-01T09:30:00Z").version()).isEqualTo(2);
        assertThat(at("2026-12-01T09:30:00Z").terms(ActionKind.LIKE).price()).isEqualTo(TokenAmount.ofPeer(4));
    }

    @Test
    void poolAndGemWeightsChangeAtMidnightOnly() throws SQLException {
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T00:00:01Z", "daily_pool_base_units", "1")))
                .hasMessageContaining("00:00 UTC");
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T12:00:00Z", "like_gems_hundredths", "600")))
                .hasMessageContaining("00:00 UTC");

        owner(nextVersion("2026-12-01T00:00:00Z", "like_gems_hundredths", "600"));

        assertThat(at("2026-12-01T00:00:00Z").terms(ActionKind.LIKE).gemsHundredths())
                .isEqualTo(600);
    }

    @Test
    void versionsFollowEachOtherAndAreNeverEdited() {
        assertThatThrownBy(() -> owner(nextVersion("2024-12-31T00:00:00Z", "like_price_base_units", "1")))
                .hasMessageContaining("must follow");
        assertThatThrownBy(() -> owner("update tokenomics set like_price_base_units = 1"))
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> owner("delete from tokenomics")).hasMessageContaining("append-only");
    }

    @Test
    void abuseLimitsCannotBePromisedBeforeTheyAreApplied() {
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T00:00:00Z", "youngest_actor_seconds", "86400")))
                .hasMessageContaining("ck_tokenomics_abuse_limits_off");
    }

    @Test
    void thereAreNoFiguresBeforeTheFirstVersion() {
        assertThatThrownBy(() -> at("2024-12-31T23:59:59Z"))
                .isInstanceOfSatisfying(
                        BusinessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private TokenomicsVersion at(String instant) {
        return database.inTransaction(em -> Services.of(em, CLOCK).tokenomics().at(Instant.parse(instant)));
    }

    /** Version 2 as a copy of version 1 but for one figure. */
    private static String nextVersion(String validFrom, String column, String value) {
        return """
                insert into tokenomics
                select (jsonb_populate_record(t, jsonb_build_object(
                    'version', 2, 'valid_from', '%s', '%s', %s))).*
                from tokenomics t where version = 1
                """.formatted(validFrom, column, value);
    }

    private void owner(String sql) throws SQLException {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
