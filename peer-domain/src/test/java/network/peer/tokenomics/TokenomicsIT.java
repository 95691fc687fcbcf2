package network.peer.tokenomics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Race;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.TokenomicsChange.TermsChange;
import org.jspecify.annotations.Nullable;
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
    void aScheduledVersionChangesWhatItNamesFromItsInstantOn() {
        Instant from = Instant.parse("2026-11-23T09:30:00Z");
        TokenomicsVersion next = schedule(
                from,
                new TokenomicsChange(
                        null,
                        Map.of(ActionKind.LIKE, new TermsChange(TokenAmount.ofPeer(4), 2, null)),
                        300,
                        null,
                        0,
                        TokenAmount.parse("0.01"),
                        100,
                        null));

        assertThat(next.version()).isEqualTo(2);
        assertThat(at("2026-11-23T09:29:59.999999Z")).isEqualTo(at("2026-11-21T10:00:00Z"));
        assertThat(at("2026-11-23T09:30:00Z")).isEqualTo(next);
        assertThat(next.terms(ActionKind.LIKE)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(4), 2, 500));
        assertThat(next.terms(ActionKind.POST)).isEqualTo(new ActionTerms(TokenAmount.ofPeer(20), 1, 0));
        assertThat(next.feeRates()).isEqualTo(new FeeRates(300, 100, 0));
        assertThat(next.transferMinimum()).isEqualTo(TokenAmount.parse("0.01"));
        assertThat(next.transferMessageMaxGraphemes()).isEqualTo(100);
        assertThat(versions()).extracting(TokenomicsVersion::version).containsExactly(2, 1);
    }

    @Test
    void everyFigureOfAVersionIsStoredWhereItBelongs() {
        Map<ActionKind, TermsChange> actions = Map.of(
                ActionKind.POST, new TermsChange(new TokenAmount(1), 11, null),
                ActionKind.LIKE, new TermsChange(new TokenAmount(2), 12, 21L),
                ActionKind.DISLIKE, new TermsChange(new TokenAmount(3), 13, -22L),
                ActionKind.COMMENT, new TermsChange(new TokenAmount(4), 14, 23L),
                ActionKind.VIEW, new TermsChange(TokenAmount.ZERO, null, 24L));
        TokenomicsVersion next = schedule(
                Instant.parse("2026-11-23T00:00:00Z"),
                new TokenomicsChange(
                        TokenAmount.ofPeer(6),
                        actions,
                        7,
                        8,
                        9,
                        new TokenAmount(10),
                        15,
                        new AbuseLimits(16L, 17L, 18L)));

        assertThat(versions().get(0)).isEqualTo(next);
        assertThat(next.dailyPool()).isEqualTo(TokenAmount.ofPeer(6));
        actions.forEach((kind, terms) -> {
            assertThat(next.terms(kind).price()).isEqualTo(terms.price());
            assertThat(next.terms(kind).freePerDay()).isEqualTo(terms.freePerDay() == null ? 0 : terms.freePerDay());
        });
        assertThat(next.terms(ActionKind.DISLIKE).gemsHundredths()).isEqualTo(-22);
        assertThat(next.limits()).isEqualTo(new AbuseLimits(16L, 17L, 18L));
    }

    @Test
    void refusesWhatCannotBeScheduled() {
        TokenomicsChange pool = change(TokenAmount.ofPeer(6_000), null);
        refused(ErrorCode.BAD_INPUT, "2026-11-21T10:00:59Z", TokenomicsChange.NONE);
        refused(ErrorCode.BAD_INPUT, "2026-11-20T00:00:00Z", TokenomicsChange.NONE);
        refused(ErrorCode.BAD_INPUT, "2027-02-22T00:00:00Z", TokenomicsChange.NONE);
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:01Z", pool);
        refused(ErrorCode.BAD_INPUT, "2026-11-23T12:00:00Z", change(null, new AbuseLimits(1L, null, null)));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", change(TokenAmount.ZERO, null));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", change(TokenAmount.ofPeer(19_500_001), null));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", rates(9_000, 1_000, 1));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", rates(Integer.MAX_VALUE, Integer.MAX_VALUE, 2));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", rates(-1, null, null));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", terms(ActionKind.POST, new TermsChange(null, null, 1L)));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", terms(ActionKind.VIEW, new TermsChange(null, 1, null)));
        refused(
                ErrorCode.BAD_INPUT,
                "2026-11-23T00:00:00Z",
                terms(ActionKind.VIEW, new TermsChange(new TokenAmount(1), null, null)));
        refused(ErrorCode.BAD_INPUT, "2026-11-23T00:00:00Z", terms(ActionKind.LIKE, new TermsChange(null, -1, null)));

        schedule(Instant.parse("2026-11-23T00:00:00Z"), pool);

        refused(ErrorCode.CONFLICT, "2026-11-23T00:00:00Z", TokenomicsChange.NONE);
        refused(ErrorCode.CONFLICT, "2026-11-22T00:00:00Z", TokenomicsChange.NONE);
    }

    @Test
    void ofTwoWhoScheduleAtOnceOneIsRefused() throws Exception {
        UUID admin = admin();
        try (Race race = new Race(database);
                EntityManager first = database.entityManager()) {
            first.getTransaction().begin();
            Services.of(first, CLOCK)
                    .tokenomics()
                    .schedule(admin, Instant.parse("2026-11-23T00:00:00Z"), TokenomicsChange.NONE, "first");

            Future<TokenomicsVersion> second =
                    race.beginAndBlock(() -> database.inTransaction(em -> Services.of(em, CLOCK)
                            .tokenomics()
                            .schedule(admin, Instant.parse("2026-11-24T00:00:00Z"), TokenomicsChange.NONE, "second")));
            first.getTransaction().commit();

            assertThatThrownBy(second::get).rootCause().isInstanceOfSatisfying(BusinessException.class, e -> assertThat(
                            e.code())
                    .isEqualTo(ErrorCode.CONFLICT));
        }
        assertThat(versions()).hasSize(2);
    }

    @Test
    void theDatabaseKeepsViewsFree() {
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T00:00:00Z", "view_price_base_units", "1")))
                .hasMessageContaining("ck_tokenomics_view_price");
    }

    @Test
    void theDatabaseKeepsTheTotalCap() {
        assertThatThrownBy(
                        () -> owner(nextVersion("2026-12-01T00:00:00Z", "total_cap_base_units", "20000000000000000")))
                .hasMessageContaining("total cap never changes");
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T00:00:00Z", "youngest_actor_seconds", "0")))
                .hasMessageContaining("ck_tokenomics_abuse_limits");
        assertThatThrownBy(() -> owner(nextVersion("2026-12-01T00:00:01Z", "youngest_actor_seconds", "60")))
                .hasMessageContaining("00:00 UTC");
    }

    private TokenomicsVersion schedule(Instant from, TokenomicsChange change) {
        UUID admin = admin();
        return database.inTransaction(
                em -> Services.of(em, CLOCK).tokenomics().schedule(admin, from, change, "a test"));
    }

    private UUID admin() {
        return database.<Holder>inTransaction(em -> Holders.aHolder(em)).userId();
    }

    private List<TokenomicsVersion> versions() {
        return database.inTransaction(em -> Services.of(em, CLOCK)
                .tokenomics()
                .versions(new PageRequest(10, null))
                .items());
    }

    private void refused(ErrorCode code, String from, TokenomicsChange change) {
        assertThatThrownBy(() -> schedule(Instant.parse(from), change))
                .isInstanceOfSatisfying(
                        BusinessException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static TokenomicsChange change(@Nullable TokenAmount pool, @Nullable AbuseLimits limits) {
        return new TokenomicsChange(pool, Map.of(), null, null, null, null, null, limits);
    }

    private static TokenomicsChange rates(int company, @Nullable Integer burn, @Nullable Integer inviter) {
        return new TokenomicsChange(null, Map.of(), company, burn, inviter, null, null, null);
    }

    private static TokenomicsChange terms(ActionKind kind, TermsChange terms) {
        return new TokenomicsChange(null, Map.of(kind, terms), null, null, null, null, null, null);
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
